package dev.pawl.oauth;

import dev.pawl.oauth.client.ClientRefusal;
import dev.pawl.oauth.client.PossessionProofs;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.wire.HttpAnswer;
import dev.pawl.wire.ServerText;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a server calls its refusal, in the shapes in which servers do (RFC 6749 section 5.2, the
 * envelopes of APIs, a challenge of RFC 6750).
 *
 * @param code in lower case; what the server calls it
 * @param shown the same, fit to be shown
 * @param description what it says besides, fit to be shown; may be empty
 * @param details other members that name it, in lower case: what is said of one of them counts more
 *     than what is said of the code
 */
record ServerError(String code, String shown, String description, Set<String> details) {
  private static final Set<String> FINAL =
      Set.of(
          "invalid_grant",
          "invalid_token",
          "bad_refresh_token",
          "invalid_refresh_token",
          "expired_refresh_token",
          "revoked_refresh_token",
          "refresh_token_reused",
          "refresh_token_expired",
          "refresh_token_revoked",
          "refresh_token_invalidated",
          "refresh_token_not_found",
          "refresh_token_already_used",
          "token_expired",
          "expired_token",
          "token_revoked",
          "token_inactive",
          "session_not_found",
          "session_expired",
          "interaction_required",
          "login_required",
          "consent_required",
          "account_selection_required",
          "invalid_rapt",
          "rapt_required",
          "access_denied");

  /* What ends no login, of what may be asked for besides the login's own access token. */
  private static final Set<String> OF_REQUEST =
      Set.of(
          "interaction_required",
          "login_required",
          "consent_required",
          "account_selection_required",
          "access_denied",
          "invalid_scope",
          "invalid_target");
  private static final Set<String> CONFIGURATION =
      Set.of(
          "invalid_client",
          "invalid_scope",
          "invalid_target", // RFC 8707 section 2
          "unauthorized_client",
          "unsupported_grant_type");
  private static final Set<String> PASSING =
      Set.of(
          "temporarily_unavailable",
          "slow_down",
          "rate_limit_error",
          "rate_limit_exceeded",
          "ratelimited",
          "too_many_requests",
          "over_request_rate_limit",
          "throttled");
  private static final Set<String> FAILED =
      Set.of(
          "server_error",
          "internal_error",
          "internal_failure",
          "internal_server_error",
          "api_error",
          "fatal_error",
          "overloaded_error",
          "service_unavailable",
          "request_timeout",
          "unexpected_failure");

  /* What stands for the code where an answer only says that it is none of success. */
  private static final String FAILS = ":false";

  /* An error of unknown name that speaks of one of these is none of the token. */
  private static final Pattern SETUP =
      Pattern.compile(
          "client|scope|grant_type|request|redirect|parameter|config|tenant|dpop|proof");
  private static final Pattern REFRESH = Pattern.compile("refresh[ _-]?token|offline_access");
  private static final Pattern OF_TOKEN =
      Pattern.compile("invalid_grant|invalid_token|expired_token|token_.*|.*refresh_?token.*");
  private static final Pattern CHALLENGE = Pattern.compile("\\berror=\"?([A-Za-z0-9_.-]{1,64})");
  private static final List<String> CODES = List.of("error", "error_code", "errorCode", "errors");
  private static final List<String> SUCCESS = List.of("ok", "success");
  private static final List<String> NESTED =
      List.of("code", "error", "errorType", "error_type", "type", "status", "reason");

  /* Where codes stand, and other words too. */
  private static final List<String> PERHAPS = List.of("status", "error_type", "type", "reason");

  private static final List<String> WORDS =
      List.of(
          "error_description",
          "message",
          "msg",
          "error_message",
          "errorMessage",
          "errorSummary",
          "detail",
          "description");

  /* Members that name an error closer than its code does; some beside it, some in its object. */
  private static final List<String> CLOSER =
      List.of(
          "error_subtype",
          "suberror",
          "error_code",
          "error_codes",
          "errorCode",
          "code",
          "status",
          "reason",
          "subCategory");

  /** What a refusal is a verdict on. */
  enum Kind {
    /** The refresh token: only a login helps. */
    FINAL,
    /** Client, scope or request: other settings or a login help. */
    CONFIGURATION,
    /** Nothing: the same may work later. */
    PASSING,
    /** Nothing, and what the server did is not known. */
    FAILED
  }

  /** The error that an answer of any status names; null if it names none. */
  static @Nullable ServerError in(Map<String, @Nullable Object> members, ServerText words) {
    for (String name : CODES) {
      Object value = first(members.get(name));
      if (value instanceof Map<?, ?> nested && says(nested)) {
        return nested(nested, words);
      }
      if (isError(value)) {
        return of(String.valueOf(value), members, words);
      }
    }
    for (String name : SUCCESS) {
      if (Boolean.FALSE.equals(members.get(name))) {
        return of(name + FAILS, members, words);
      }
    }
    return null;
  }

  private static @Nullable Object first(@Nullable Object value) {
    if (value instanceof List<?> several) {
      return several.isEmpty() ? null : several.get(0);
    }
    return value;
  }

  /* An empty object is no error, nor is one of empty members, however deep. */
  private static boolean says(@Nullable Object value) {
    if (value instanceof Map<?, ?> members) {
      return members.values().stream().anyMatch(ServerError::says);
    }
    return value instanceof List<?> items
        ? items.stream().anyMatch(ServerError::says)
        : isError(value);
  }

  /** The error of a whole refusal, which may also be named by a challenge or have no name. */
  static @Nullable ServerError of(
      HttpAnswer.Head head, Map<String, @Nullable Object> members, ServerText words) {
    ServerError error = in(members, words);
    if (error != null) {
      return error;
    }
    String challenge = head.header("www-authenticate");
    Matcher named = CHALLENGE.matcher(challenge == null ? "" : challenge);
    if (named.find()) {
      return of(named.group(1), members, words);
    }
    if (members.get("code") instanceof String code && !code.isBlank()) {
      return of(code, members, words);
    }
    for (String name : PERHAPS) {
      if (members.get(name) instanceof String word && FINAL.contains(lower(word))) {
        return of(word, members, words);
      }
    }
    boolean refused = head.status() == 400 || head.status() == 401;
    return refused && !said(members, words).isEmpty()
        ? of(head.status() == 401 ? "unauthorized" : "bad_request", members, words)
        : null;
  }

  private static boolean isError(@Nullable Object value) {
    return (value instanceof String text && !text.isBlank() && !text.equals("0"))
        || (value instanceof Number number && number.longValue() != 0)
        || Boolean.TRUE.equals(value);
  }

  private static ServerError nested(Map<?, ?> members, ServerText words) {
    for (String name : NESTED) {
      if (members.get(name) instanceof String code && !code.isBlank()) {
        return of(code, members, words);
      }
    }
    return of("error", members, words);
  }

  private static ServerError of(String code, Map<?, ?> members, ServerText words) {
    String bare = code.strip();
    return new ServerError(lower(bare), words.show(bare), said(members, words), details(members));
  }

  private static Set<String> details(Map<?, ?> members) {
    Set<String> details = new LinkedHashSet<>();
    for (String name : CLOSER) {
      Object value = members.get(name);
      for (Object one : value instanceof List<?> several ? several : Arrays.asList(value)) {
        if (one instanceof String || one instanceof Number) {
          details.add(lower(String.valueOf(one)));
        }
      }
    }
    return details;
  }

  private static String lower(String code) {
    return code.strip().toLowerCase(Locale.ROOT);
  }

  private static String said(Map<?, ?> members, ServerText words) {
    for (String name : WORDS) {
      String said = words.show(members.get(name));
      if (!said.isEmpty()) {
        return said;
      }
    }
    return "";
  }

  /** Whether everybody means by it that the refresh token is of no use any more. */
  boolean isFinal() {
    boolean ofToken =
        code.equals("unauthorized_client")
            && REFRESH.matcher(description.toLowerCase(Locale.ROOT)).find();
    return FINAL.contains(code) || ofToken;
  }

  /** Whether everybody means by it the refresh token itself, and not what was asked for with it. */
  boolean isOfRefreshToken() {
    boolean named =
        OF_TOKEN.matcher(code).matches()
            || REFRESH.matcher(description.toLowerCase(Locale.ROOT)).find();
    return named && names().noneMatch(OF_REQUEST::contains);
  }

  /**
   * Whether it says that the client is not who it says: by its name or, of a client that proves
   * itself, by a status of 401 that speaks of no token (Keycloak's {@code unauthorized_client}).
   */
  boolean isOfClient(int status, boolean authenticated) {
    return names().anyMatch(ClientRefusal::isMeantBy)
        || (authenticated && status == 401 && !isOfToken() && !mayPass());
  }

  /** Whether it says that the proof of possession is wanting, or not as the server wants it. */
  boolean isOfProof() {
    return names().anyMatch(PossessionProofs::isRefusedBy);
  }

  private boolean isOfToken() {
    return (isFinal() && !code.equals("access_denied"))
        || REFRESH.matcher(description.toLowerCase(Locale.ROOT)).find();
  }

  private boolean mayPass() {
    return PASSING.contains(code) || FAILED.contains(code);
  }

  /**
   * What {@code codes} say that it is a verdict on, its details before its code; null if they say
   * nothing.
   */
  @Nullable Kind kind(ErrorCodes codes) {
    return names().map(name -> kind(codes, name)).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /* That invalid_grant may pass by itself, no code alone says. */
  private static @Nullable Kind kind(ErrorCodes codes, String name) {
    if (codes.terminal().contains(name)) {
      return Kind.FINAL;
    }
    if (codes.configuration().contains(name)) {
      return Kind.CONFIGURATION;
    }
    boolean passes = codes.retryable().contains(name) && !name.equals("invalid_grant");
    return passes ? Kind.PASSING : null;
  }

  /** Whether {@code codes} say that it is final whatever the status. */
  boolean isCertain(ErrorCodes codes) {
    return names().anyMatch(codes.certain()::contains);
  }

  /* What it is called, the closest first. */
  private Stream<String> names() {
    return Stream.concat(details.stream(), Stream.of(code));
  }

  /** What it is a verdict on, by its name. */
  Kind kind() {
    if (isFinal()) {
      return Kind.FINAL;
    }
    if (PASSING.contains(code)) {
      return Kind.PASSING;
    }
    if (FAILED.contains(code)) {
      return Kind.FAILED;
    }
    boolean setup =
        CONFIGURATION.contains(code) || SETUP.matcher(code).find() || code.endsWith(FAILS);
    return setup ? Kind.CONFIGURATION : Kind.FINAL;
  }

  @Override
  public String toString() {
    return description.isEmpty() ? shown : shown + " (" + description + ")";
  }
}
