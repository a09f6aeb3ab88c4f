package dev.pawl.cloud;

import java.util.List;
import java.util.Locale;

/** Whose library finds the credentials of a cloud. */
public enum CloudVendor {
  /** Amazon: keys that sign requests (Signature Version 4). */
  AWS,
  /** Google: OAuth access tokens of application default credentials. */
  GOOGLE,
  /** Microsoft: OAuth access tokens of Entra ID. */
  AZURE;

  /** The word for folders and commands: {@code aws}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * How the names of the variables begin that lead its library to credentials; some that begin so
   * do not. Google's reads keys of AWS for an account that AWS vouches for
   * (google.aip.dev/auth/4117).
   */
  public List<String> variables() {
    return switch (this) {
      case AWS -> List.of("AWS_");
      case GOOGLE ->
          List.of(
              "ANTHROPIC_VERTEX_",
              "AWS_ACCESS_KEY_ID",
              "AWS_SECRET_ACCESS_KEY",
              "AWS_SESSION_TOKEN",
              "CLOUDSDK_",
              "GCE_",
              "GCLOUD_",
              "GOOGLE_");
      case AZURE -> List.of("AZURE_", "MSI_", "IDENTITY_", "IMDS_", "MSAL_");
    };
  }

  /** The artifact that adapts the vendor's library. */
  public String artifact() {
    return "dev.pawl:pawl-" + word();
  }
}
