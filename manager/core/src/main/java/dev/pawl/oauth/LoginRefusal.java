package dev.pawl.oauth;

import dev.pawl.json.JsonException;
import dev.pawl.oauth.LoginAnswer.Cause;
import dev.pawl.oauth.client.PossessionProofs;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.wire.HttpAnswer;
import dev.pawl.wire.ServerText;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a refusal of a login's request is owed to. Its name is read as that of a refresh is; but
 * what a refresh token is there, a code is here.
 *
 * @param answer that refuses
 * @param authenticated whether the client had proved itself
 * @param errors what is known of the issuer's errors
 */
record LoginRefusal(HttpAnswer answer, boolean authenticated, ErrorCodes errors) {
  /* Answers to a poll that need no status to be understood: some servers give 200, 428 or 429. */
  private static final Set<String> POLLS =
      Set.of(
          "authorization_pending",
          "slow_down",
          "access_denied",
          "authorization_declined",
          "expired_token");

  /* The code itself, as GitHub and Slack call it, whatever it would mean at a refresh. */
  private static final Pattern OF_CODE =
      Pattern.compile("(invalid|bad|expired)_(\\w+_)?code|code_\\w+");

  private static final Set<String> REQUESTS =
      Set.of("invalid_scope", "invalid_target", "unsupported_grant_type");
  private static final Pattern REDIRECT = Pattern.compile(".*redirect_ur[il].*");

  /** Whether it answers a poll (RFC 8628 section 3.5). */
  static boolean isOfPoll(ServerError error) {
    return POLLS.contains(error.code());
  }

  /** The error of a whole answer; null if it names none. */
  static @Nullable ServerError named(HttpAnswer answer, ServerText words) throws JsonException {
    return ServerError.of(answer.head(), AnswerFields.strict(answer), words);
  }

  /** The refusal that {@code error} names, if it is one: of a server that failed, nobody knows. */
  LoginAnswer of(ServerError error) {
    boolean failed =
        error.kind(errors) == null && !isOfPoll(error) && error.kind() == ServerError.Kind.FAILED;
    return failed
        ? new LoginAnswer.Unclear("status " + answer.status() + ", error " + error)
        : new LoginAnswer.Refused(error.shown(), error.description(), cause(error));
  }

  private Cause cause(ServerError error) {
    if (error.isOfProof()) {
      String nonce = PossessionProofs.nonce(answer.head());
      boolean challenge =
          error.code().equals(PossessionProofs.CHALLENGE) && nonce != null && !nonce.isEmpty();
      return challenge ? Cause.NONCE : Cause.PROOF;
    }
    ServerError.Kind said = error.kind(errors);
    boolean ofCode = OF_CODE.matcher(error.code()).matches();
    if (ofCode
        || said == ServerError.Kind.FINAL
        || (said == null && isOfPoll(error))) { // Atlassian denies access to wrong secrets
      return Cause.LOGIN;
    }
    if (said == ServerError.Kind.PASSING) {
      return Cause.LOAD;
    }
    boolean client = error.code().equals("unauthorized_client");
    if (client || error.isOfClient(answer.status(), authenticated)) {
      return Cause.CLIENT;
    }
    return said == null ? byName(error) : Cause.REQUEST;
  }

  /* An invalid_request may be of the code too: Zoom says so. */
  private static Cause byName(ServerError error) {
    if (error.kind() == ServerError.Kind.PASSING) {
      return Cause.LOAD;
    }
    boolean request = REQUESTS.contains(error.code()) || REDIRECT.matcher(error.code()).matches();
    return request ? Cause.REQUEST : Cause.LOGIN;
  }
}
