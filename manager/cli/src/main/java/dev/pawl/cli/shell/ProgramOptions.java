package dev.pawl.cli.shell;

import dev.pawl.authentication.ProgramFields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a program presents for its tokens; what is not given here may stand in the settings. */
public final class ProgramOptions {
  @Option(
      names = "--assertion",
      paramLabel = "PLACE",
      description =
          "for jwt-bearer: where a finished assertion is, as for --client-secret; read anew for "
              + "each token")
  private @Nullable String assertion;

  @Option(
      names = "--assertion-key",
      paramLabel = "PLACE",
      description =
          "for jwt-bearer: where the private key is that Pawl signs assertions with, as for "
              + "--client-key")
  private @Nullable String assertionKey;

  @Option(
      names = "--assertion-issuer",
      paramLabel = "NAME",
      description = "who an assertion is said by (iss); the client id if not given")
  private @Nullable String assertionIssuer;

  @Option(
      names = "--assertion-subject",
      paramLabel = "NAME",
      description = "on whose behalf (sub); who says it if not given")
  private @Nullable String assertionSubject;

  @Option(
      names = "--assertion-audience",
      paramLabel = "A",
      description =
          "whom an assertion is meant for (aud): issuer (default), token-endpoint, or what the "
              + "issuer wants")
  private @Nullable String assertionAudience;

  /** What is given, by the names that the settings have. */
  public Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    putPlace(fields, ProgramFields.ASSERTION, assertion);
    putPlace(fields, ProgramFields.ASSERTION_KEY, assertionKey);
    put(fields, ProgramFields.ISSUER, assertionIssuer);
    put(fields, ProgramFields.SUBJECT, assertionSubject);
    put(fields, ProgramFields.AUDIENCE, assertionAudience);
    return fields;
  }

  private static void putPlace(Map<String, String> fields, String name, @Nullable String place) {
    put(fields, name, place == null ? null : IssuerOptions.absolute(place));
  }

  private static void put(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
