package dev.pawl.it.compared;

import static dev.pawl.it.compared.Place.AUTHORIZATION_ENDPOINT;
import static dev.pawl.it.compared.Place.DEVICE_AUTHORIZATION_ENDPOINT;
import static dev.pawl.it.compared.Place.TOKEN_ENDPOINT;

/** The well-formed requests that sequences are made of. */
final class Requests {
  static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
  static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  /* RFC 7636, appendix B. */
  static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private Requests() {}

  /** An authorization request, as a browser brings it. */
  static Ask authorize(String client, String scope) {
    return Ask.get(
        AUTHORIZATION_ENDPOINT,
        "client_id=" + client,
        "response_type=code",
        "redirect_uri=" + Conversation.REDIRECT,
        "scope=" + scope,
        "state=a state",
        "code_challenge=" + CHALLENGE,
        "code_challenge_method=S256");
  }

  /** The exchange of the latest code, by a client without a secret. */
  static Ask redeem(String client) {
    return redeem().with("client_id=" + client);
  }

  /** The exchange of the latest code; who asks is missing. */
  static Ask redeem() {
    return Ask.post(
        TOKEN_ENDPOINT,
        "grant_type=authorization_code",
        "code={code}",
        "redirect_uri=" + Conversation.REDIRECT,
        "code_verifier=" + VERIFIER);
  }

  /** A refresh with the latest refresh token, by a client without a secret. */
  static Ask refresh(String client) {
    return refresh().with("client_id=" + client);
  }

  /** A refresh with the latest refresh token; who asks is missing. */
  static Ask refresh() {
    return Ask.post(TOKEN_ENDPOINT, "grant_type=refresh_token", "refresh_token={refresh_token}");
  }

  /** A login on a device begins. */
  static Ask device(String client) {
    return Ask.post(DEVICE_AUTHORIZATION_ENDPOINT, "client_id=" + client, "scope=openid messages");
  }

  /** The latest device asks for its tokens. */
  static Ask poll(String client) {
    return Ask.post(
        TOKEN_ENDPOINT,
        "client_id=" + client,
        "grant_type=" + DEVICE_CODE,
        "device_code={device_code}");
  }

  /** A token for the client itself. */
  static Ask itself() {
    return Ask.post(TOKEN_ENDPOINT, "grant_type=client_credentials", "scope=messages");
  }

  /** A request with the latest access token to the endpoint that tells who it acts for. */
  static Ask userInfo() {
    return Ask.get(Place.USERINFO_ENDPOINT).bearer("{access_token}");
  }

  /** A question about a token, from a client that proves itself. */
  static Ask introspect(String token) {
    return Ask.post(Place.INTROSPECTION_ENDPOINT, "token=" + token).basic("basic", "basic-secret");
  }

  /** A revocation by a client without a secret. */
  static Ask revoke(String client, String token) {
    return Ask.post(Place.REVOCATION_ENDPOINT, "client_id=" + client, "token=" + token);
  }

  /** An authorization request, pushed. */
  static Ask push(String client) {
    return Ask.post(
        Place.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT,
        "client_id=" + client,
        "response_type=code",
        "redirect_uri=" + Conversation.REDIRECT,
        "scope=openid messages",
        "state=a state",
        "code_challenge=" + CHALLENGE,
        "code_challenge_method=S256");
  }

  /** The browser brings the latest pushed request. */
  static Ask pushed(String client) {
    return Ask.get(AUTHORIZATION_ENDPOINT, "client_id=" + client, "request_uri={request_uri}");
  }
}
