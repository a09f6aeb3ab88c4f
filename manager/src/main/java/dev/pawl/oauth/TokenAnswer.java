package dev.pawl.oauth;

import dev.pawl.json.JsonException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a whole answer of the token endpoint means (RFC 6749 section 5). */
final class TokenAnswer {
  private static final Set<String> MISCONFIGURED =
      Set.of("invalid_client", "invalid_scope", "unauthorized_client", "unsupported_grant_type");
  private static final Set<String> RETRYABLE = Set.of("temporarily_unavailable", "server_error");

  /* Section 5.2 says 400, or 401 for a client; large providers also answer 403. */
  private static final Set<Integer> REFUSED = Set.of(400, 401, 403);

  private final Answer answer;
  private final ServerText words;
  private final Set<String> retryable;

  TokenAnswer(Answer answer, ServerText words, Set<String> retryable) {
    this.answer = answer;
    this.words = words;
    this.retryable = retryable;
  }

  SpendOutcome outcome() {
    int status = answer.status();
    if (status / 100 == 2) {
      return granted();
    }
    Long retryAfter = answer.retryAfterMillis();
    if (status == 429 || (status == 503 && retryAfter != null)) {
      return new SpendOutcome.NotProcessed(retryAfter, "status " + status);
    }
    OAuthError error = OAuthError.of(answer, words);
    if (error == null) {
      return status == 403
          ? new SpendOutcome.NotProcessed(retryAfter, "status 403 without an OAuth error")
          : new SpendOutcome.InDoubt("status " + status + " without an OAuth error");
    }
    return refused(error, retryAfter);
  }

  private SpendOutcome refused(OAuthError error, @Nullable Long retryAfter) {
    int status = answer.status();
    if (error.is("invalid_grant") && REFUSED.contains(status)) {
      return new SpendOutcome.Dead(error.description());
    }
    if (error.isOneOf(MISCONFIGURED) && REFUSED.contains(status)) {
      return new SpendOutcome.Misconfigured(error.shown(), error.description());
    }
    boolean mayPass = error.isOneOf(RETRYABLE) || error.isOneOf(retryable);
    if (mayPass && !error.is("invalid_grant") && status >= 400) {
      return new SpendOutcome.Retryable(error.shown(), retryAfter);
    }
    return new SpendOutcome.InDoubt("status " + status + ", error " + error);
  }

  /** The code of the answer's OAuth error; null if it holds none. */
  static @Nullable String errorOf(Answer answer) {
    OAuthError error = OAuthError.of(answer, new ServerText(""));
    return error == null ? null : error.code();
  }

  private SpendOutcome granted() {
    try {
      return new GrantedAnswer(answer).outcome();
    } catch (JsonException e) {
      return new SpendOutcome.InDoubt("status " + answer.status() + ", " + e.getMessage());
    }
  }

  /** The parsed error of an answer; {@code shown} and {@code description} are fit to be shown. */
  private record OAuthError(String code, String shown, String description) {
    static @Nullable OAuthError of(Answer answer, ServerText words) {
      try {
        Map<String, @Nullable Object> fields = answer.json();
        String code = fields.get("error") instanceof String text ? text : "";
        String description = words.show(fields.get("error_description"));
        return code.isBlank() ? null : new OAuthError(code, words.show(code), description);
      } catch (JsonException e) {
        return null; // a gateway's page, not the authorization server's word
      }
    }

    boolean is(String other) {
      return code.equals(other);
    }

    boolean isOneOf(Set<String> codes) {
      return codes.contains(code);
    }

    @Override
    public String toString() {
      return description.isEmpty() ? shown : shown + " (" + description + ")";
    }
  }
}
