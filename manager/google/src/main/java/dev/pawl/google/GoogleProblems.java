package dev.pawl.google;

import com.google.api.client.http.HttpResponseException;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import dev.pawl.json.Fields;
import dev.pawl.json.JsonException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the library's exceptions mean for whoever wants a token. */
final class GoogleProblems {
  private static final Set<String> REAUTHENTICATION = Set.of("invalid_rapt", "rapt_required");
  private static final int TOO_MANY = 429;
  private static final int SERVERS = 500;

  private GoogleProblems() {}

  /**
   * What {@code e} means where a token was asked for.
   *
   * @param somethingThere whether credentials are configured, so that an answer without words is no
   *     sign of their absence
   * @param advice how a person begins a new session; null if nobody can tell
   */
  static CloudException of(IOException e, boolean somethingThere, @Nullable String advice) {
    HttpResponseException answer = CloudException.cause(e, HttpResponseException.class);
    if (answer == null) {
      boolean nothing = !somethingThere && isNoMetadataServer(e);
      return new CloudException(
          nothing ? Kind.ABSENT : Kind.UNAVAILABLE,
          nothing
              ? "no credentials of Google are configured here; "
                  + (advice == null ? "look at GOOGLE_APPLICATION_CREDENTIALS" : advice)
              : "Google gives no token now: " + e.getMessage(),
          e);
    }
    String error = member(answer, "error");
    String said = answer.getStatusCode() + (error.isEmpty() ? "" : " " + error);
    if (error.equals("invalid_grant")) {
      return ofGrant(answer, said, advice);
    }
    if (answer.getStatusCode() == TOO_MANY || answer.getStatusCode() >= SERVERS) {
      return new CloudException(Kind.UNAVAILABLE, "Google answers " + said + "; try later", e);
    }
    return new CloudException(
        Kind.MISCONFIGURED, "Google refuses: " + said + "; look at the credentials' file", e);
  }

  /* A service account has no session: what it signs is wrong, most often for a clock. */
  private static CloudException ofGrant(
      HttpResponseException answer, String said, @Nullable String advice) {
    String description = member(answer, "error_description");
    if (description.startsWith("Invalid JWT")) {
      return new CloudException(
          Kind.MISCONFIGURED,
          "Google refuses what the service account signs: "
              + description
              + "; look at the clock of this machine",
          answer);
    }
    boolean again = REAUTHENTICATION.contains(member(answer, "error_subtype"));
    return new CloudException(
        Kind.SESSION_ENDED,
        "the session at Google has ended ("
            + said
            + (again ? ", the organization wants a person to log in again" : "")
            + "). "
            + (advice == null ? "Log in to Google again" : advice)
            + ", or set gcpAuthRefresh",
        answer);
  }

  /* Without a file and off Google's machines, the metadata server is nowhere. */
  private static boolean isNoMetadataServer(IOException e) {
    return String.valueOf(e.getMessage()).contains("cannot find the metadata server")
        || e instanceof UnknownHostException;
  }

  private static String member(HttpResponseException answer, String name) {
    String content = answer.getContent();
    try {
      return content == null
          ? ""
          : Fields.read(content.getBytes(StandardCharsets.UTF_8)).text(name, "");
    } catch (JsonException e) {
      return ""; // no words of OAuth
    }
  }
}
