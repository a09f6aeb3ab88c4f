package dev.pawl.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.oauth.LoginGrant;
import dev.pawl.process.Ascii;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.ProofKey;
import dev.pawl.transport.FormRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One authorization request (RFC 6749 section 4.1.1) and the judge of its answers: what has not its
 * state, or comes from another issuer, is refused.
 *
 * @param registration against whom
 * @param redirect where the browser is sent back to
 * @param pkce what the code is bound to
 * @param state what the answer is bound to
 */
record AuthorizationRequest(Registration registration, URI redirect, Pkce pkce, String state) {
  private static final int LONGEST_CODE = 8 << 10;

  /* RFC 6749 section 4.1.2.1 and RFC 8707 section 2. */
  private static final Set<String> SETUP =
      Set.of("invalid_scope", "invalid_target", "unauthorized_client", "unsupported_response_type");
  private static final Set<String> PASSING = Set.of("temporarily_unavailable", "server_error");

  static AuthorizationRequest fresh(Registration registration, URI redirect) {
    return new AuthorizationRequest(registration, redirect, Pkce.fresh(), Pkce.random());
  }

  /** An answer to some other request: of no account to this one. */
  static final class StrayAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    StrayAnswerException(String message) {
      super(message);
    }
  }

  /** Where the browser goes that brings the request. Nothing in it is secret. */
  URI uri() {
    return uri(parameters());
  }

  /** Where the browser goes that brings the reference to a pushed request (RFC 9126 section 4). */
  URI uri(String requestUri) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("client_id", registration.client().clientId());
    query.put("request_uri", requestUri);
    return uri(query);
  }

  private URI uri(Map<String, String> query) {
    URI endpoint = registration.endpoints().authorization();
    if (endpoint == null) {
      throw new IllegalStateException("a login without a browser");
    }
    String joint = endpoint.getRawQuery() == null ? "?" : "&";
    return URI.create(endpoint + joint + encoded(query));
  }

  /** What is asked for. */
  Map<String, String> parameters() {
    ClientRegistration client = registration.client();
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", client.clientId());
    query.put("redirect_uri", redirect.toString());
    if (!client.scope().isEmpty()) {
      query.put("scope", client.scope());
    }
    query.put("state", state);
    query.put("code_challenge", pkce.challenge());
    query.put("code_challenge_method", Pkce.METHOD);
    ProofKey key = registration.key();
    if (key != null) { // RFC 9449 section 10: nobody else can redeem the code
      query.put("dpop_jkt", key.thumbprint());
    }
    registration.parameters().forEach(query::putIfAbsent);
    return query;
  }

  private static String encoded(Map<String, String> query) {
    return FormRequest.each(query).stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** What {@code code} is redeemed with. */
  LoginGrant redemption(String code) {
    return LoginGrant.code(code, redirect.toString(), pkce.verifier());
  }

  /**
   * The code in the parameters that a browser brought back.
   *
   * @throws StrayAnswerException if they answer another request
   * @throws LoginException if they answer this one, and not with a code of this issuer
   */
  String code(Map<String, String> parameters) throws StrayAnswerException, LoginException {
    requireState(parameters.get("state"));
    requireIssuer(parameters.get("iss"));
    String error = parameters.get("error");
    if (error != null) {
      throw refused(error, parameters.getOrDefault("error_description", ""));
    }
    String code = parameters.get("code");
    if (code == null || !isCode(code)) {
      throw LoginException.again("the issuer sent the browser back without a code");
    }
    return code;
  }

  /**
   * The code in what a person pasted: the whole address, {@code code#state}, or the code alone,
   * which no state protects but the proof of RFC 7636 does.
   */
  String pasted(String text) throws StrayAnswerException, LoginException {
    String pasted = text.strip();
    if (pasted.startsWith("http://") || pasted.startsWith("https://")) {
      return code(query(pasted));
    }
    int mark = pasted.indexOf('#');
    if (mark >= 0) {
      requireState(pasted.substring(mark + 1));
    }
    String code = mark < 0 ? pasted : pasted.substring(0, mark);
    if (!isCode(code)) {
      throw new StrayAnswerException("that is neither a code nor an address with one");
    }
    return code;
  }

  private static Map<String, String> query(String address) throws StrayAnswerException {
    try {
      Map<String, String> parameters = QueryString.read(new URI(address).getRawQuery());
      if (parameters != null) {
        return parameters;
      }
    } catch (URISyntaxException e) {
      throw new StrayAnswerException("that is not a whole address");
    }
    throw new StrayAnswerException("that address repeats a parameter");
  }

  private void requireState(@Nullable String given) throws StrayAnswerException {
    boolean same =
        given != null && MessageDigest.isEqual(given.getBytes(UTF_8), state.getBytes(UTF_8));
    if (!same) {
      throw new StrayAnswerException("that answer belongs to another login (wrong state)");
    }
  }

  private void requireIssuer(@Nullable String given) throws LoginException {
    String issuer = registration.client().issuer();
    if (given == null && registration.endpoints().namesItself()) {
      throw LoginException.again(
          "the answer does not say which issuer it is from, although " + issuer + " always does");
    }
    if (given != null && !given.equals(issuer)) {
      throw LoginException.again(
          "the answer is from another issuer than " + issuer + "; nothing was sent to either");
    }
  }

  private static LoginException refused(String error, String description) {
    String what = shown(error) + (description.isEmpty() ? "" : " (" + shown(description) + ")");
    if (error.equals("access_denied")) {
      return LoginException.again("the login was denied in the browser: " + what);
    }
    String refused = "the issuer refused the login: " + what;
    if (PASSING.contains(error)) {
      return LoginException.later(refused);
    }
    return SETUP.contains(error) ? LoginException.fix(refused) : LoginException.again(refused);
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(200, text.length())).replaceAll("[^\\x20-\\x7e]", "?");
  }

  private static boolean isCode(String text) {
    return !text.isEmpty() && text.length() <= LONGEST_CODE && Ascii.isVisible(text);
  }

  @Override
  public String toString() {
    return "AuthorizationRequest[redirect=" + redirect + "]";
  }
}
