package dev.pawl.oauth;

import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.network.ConfigurationException;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.transport.Address;
import dev.pawl.wire.HttpAnswer;
import dev.pawl.wire.ServerText;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a whole answer to a login's request means. */
final class LoginReply {
  private static final int LONGEST_USER_CODE = 64;
  private static final int LONGEST_REFERENCE = 2 << 10;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /* The vendor's own name comes first; the others are what gateways call it. */
  private static final List<String> KEY_FIELDS = List.of("raw_key", "api_key", "key");

  private final HttpAnswer answer;
  private final Sent sent;

  LoginReply(HttpAnswer answer, Sent sent) {
    this.answer = answer;
    this.sent = sent;
  }

  /**
   * The request.
   *
   * @param words shows a server's words without its secrets
   * @param authenticated whether its client proved itself
   * @param errors what is known of the errors of whom it goes to
   */
  record Sent(ServerText words, boolean authenticated, ErrorCodes errors) {}

  /** First tokens; bound to a key if the request was {@code proven}. */
  LoginAnswer tokens(boolean proven) {
    LoginAnswer refused = refusedInTheBody();
    if (refused != null) {
      return refused;
    }
    return read(
        () -> {
          SpendOutcome outcome = GrantedAnswer.of(answer, proven).outcome();
          if (proven && outcome instanceof SpendOutcome.Salvaged unbound) {
            return new LoginAnswer.Unbound(unbound.why(), unbound.refresh());
          }
          if (proven && outcome instanceof SpendOutcome.Misconfigured unbound) {
            return new LoginAnswer.Unbound(unbound.description(), null);
          }
          return outcome instanceof SpendOutcome.Granted granted
              ? new LoginAnswer.Granted(granted)
              : new LoginAnswer.Unclear("status " + answer.status() + " without a valid token");
        });
  }

  /* RFC 8628 section 3.5 by its words alone, and any error in a 2xx that brings no token. */
  private @Nullable LoginAnswer refusedInTheBody() {
    try {
      Map<String, @Nullable Object> fields = AnswerFields.strict(answer);
      ServerError error = ServerError.in(fields, sent.words());
      boolean good = answer.status() / 100 == 2 && !fields.containsKey("access_token");
      return error != null && (LoginRefusal.isOfPoll(error) || good) ? refusal(error) : null;
    } catch (JsonException e) {
      return null;
    }
  }

  LoginAnswer keys() {
    return answer.status() == 200
        ? new LoginAnswer.Keys(answer.body())
        : new LoginAnswer.Unclear("status " + answer.status());
  }

  LoginAnswer device() {
    return read(
        () -> {
          Map<String, @Nullable Object> fields = AnswerFields.strict(answer);
          String code = Json.text(fields, "device_code");
          String userCode = Json.text(fields, "user_code");
          URI page = page(either(fields, "verification_uri", "verification_url"));
          if (code == null || userCode == null || page == null) {
            return new LoginAnswer.Unclear("an answer without the codes of RFC 8628");
          }
          return GrantedAnswer.isToken(code) && isTypable(userCode)
              ? new LoginAnswer.Device(
                  code,
                  userCode,
                  page,
                  page(either(fields, "verification_uri_complete", "verification_url_complete")),
                  seconds(fields, "expires_in", LONGEST),
                  seconds(fields, "interval", INTERVAL))
              : new LoginAnswer.Unclear("an answer whose codes cannot be used");
        });
  }

  /* The second name is that of a draft, which Google and others still use. */
  private static @Nullable String either(
      Map<String, @Nullable Object> fields, String name, String old) throws JsonException {
    String text = Json.text(fields, name);
    return text == null || text.isEmpty() ? Json.text(fields, old) : text;
  }

  private static boolean isTypable(String code) {
    return !code.isBlank() && code.length() <= LONGEST_USER_CODE;
  }

  LoginAnswer pushed() {
    return read(
        () -> {
          String reference = Json.text(AnswerFields.strict(answer), "request_uri");
          return reference != null
                  && GrantedAnswer.isToken(reference)
                  && reference.length() <= LONGEST_REFERENCE
              ? new LoginAnswer.Pushed(reference)
              : new LoginAnswer.Unclear("an answer without a request_uri that can be used");
        });
  }

  LoginAnswer key() {
    return read(
        () -> {
          Map<String, @Nullable Object> fields = AnswerFields.strict(answer);
          for (String name : KEY_FIELDS) {
            if (fields.get(name) instanceof String key && GrantedAnswer.isToken(key)) {
              return new LoginAnswer.Key(key);
            }
          }
          return new LoginAnswer.Unclear("an answer without a key in raw_key, api_key or key");
        });
  }

  LoginAnswer claims() {
    return read(() -> new LoginAnswer.Claims(AnswerFields.strict(answer)));
  }

  /** Something that a good answer is made into. */
  private interface Reading {
    LoginAnswer read() throws JsonException;
  }

  private LoginAnswer read(Reading reading) {
    int status = answer.status();
    try {
      return status / 100 == 2 ? reading.read() : refused();
    } catch (JsonException e) {
      return status == 429
          ? new LoginAnswer.Refused("status 429", "", LoginAnswer.Cause.LOAD)
          : new LoginAnswer.Unclear("status " + status + ", " + e.getMessage());
    }
  }

  private LoginAnswer refused() throws JsonException {
    int status = answer.status();
    ServerError error = LoginRefusal.named(answer, sent.words());
    if (status == 429) {
      return new LoginAnswer.Refused(
          error == null ? "status 429" : error.shown(),
          error == null ? "" : error.description(),
          LoginAnswer.Cause.LOAD);
    }
    return error == null || status / 100 != 4
        ? new LoginAnswer.Unclear("status " + status + (error == null ? "" : ", " + error))
        : refusal(error);
  }

  private LoginAnswer refusal(ServerError error) {
    return new LoginRefusal(answer, sent.authenticated(), sent.errors()).of(error);
  }

  private static @Nullable URI page(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      URI uri = new URI(text);
      Address checked = Address.of(uri, "the verification page");
      return checked.host().isEmpty() ? null : URI.create(uri.toASCIIString());
    } catch (URISyntaxException | ConfigurationException e) {
      return null; // nobody is sent to an address that could be anything
    }
  }

  /* Some servers write the number as text. */
  private static @Nullable BigDecimal decimal(Map<String, @Nullable Object> fields, String name)
      throws JsonException {
    return fields.get(name) instanceof String text
        ? text.matches("[0-9]{1,9}") ? new BigDecimal(text) : null
        : Json.decimal(fields, name);
  }

  private static Duration seconds(
      Map<String, @Nullable Object> fields, String name, Duration otherwise) throws JsonException {
    BigDecimal seconds = decimal(fields, name);
    return seconds == null || seconds.signum() < 0 || seconds.longValue() > LONGEST.toSeconds()
        ? otherwise
        : Duration.ofMillis(seconds.movePointRight(3).longValue());
  }
}
