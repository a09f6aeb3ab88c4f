package dev.pawl.it.compared;

/** Why two verdicts differ: the rule that decides, or that permits both. */
enum Decision {
  MISSING_CLIENT(
      "RFC 6749, 5.2", "`invalid_client` includes that no client authentication is there"),
  MALFORMED_CLIENT(
      "RFC 6749, 5.2", "client authentication that failed is `invalid_client`, however it failed"),
  CHALLENGE_OF_401("RFC 9110, 15.5.2", "every 401 has a `WWW-Authenticate`"),
  REGISTERED_METHOD(
      "RFC 7591, 2", "a client authenticates by the method that is registered for it"),
  SECRET_IN_QUERY(
      "RFC 6749, 2.3.1", "a secret must not stand in the address: refused, or not looked at"),
  METHODS("RFC 9110, 15.5.6", "a method that a resource does not take is 405; 404 hides it"),
  GRANT_TYPE(
      "RFC 6749, 5.2", "`unauthorized_client` is for a grant type that this client may not use"),
  MISSING_VERIFIER(
      "RFC 6749, 5.2",
      "a missing parameter is `invalid_request`; RFC 7636, 4.6, names a wrong one"),
  UNKNOWN_TWICE(
      "RFC 6749, 3.2", "no parameter may be there twice, and unknown ones are ignored: both hold"),
  TOLD_SCOPE("RFC 6749, 5.1", "the scope is told if it is not what was asked for"),
  UNKNOWN_SCOPE("RFC 6749, 3.3", "an unknown scope may be ignored or refused"),
  NO_SCOPE("RFC 6749, 3.3", "without a scope there is a default, or a refusal"),
  REFRESH_TOKEN_TOO("RFC 7009, 2.1", "with an access token, its refresh token may be revoked too"),
  FOREIGN_REVOCATION(
      "RFC 7009, 2.1", "the token of another client is refused, and the client told"),
  WHO_INTROSPECTS("RFC 7662, 2.1", "who may ask is for the server to say"),
  NO_ERROR_CODE("RFC 6750, 3.1", "without a token there is no error code"),
  NO_BEARER("RFC 6750, 3.1", "another scheme, or no token, is no token: 401 without a code"),
  TOKEN_IN_QUERY("RFC 6750, 2.3", "the query need not be looked at"),
  FRAGMENT("RFC 6749, 4.1.2.1", "errors come in the query; the fragment is for the implicit grant"),
  RESPONSE_MODE("RFC 6749, 4.1.2.1", "an invalid value is `invalid_request`"),
  REQUEST_URI_PUSHED("RFC 9126, 2.1", "it is refused; no code is named"),
  SLOW_DOWN("RFC 8628, 3.5", "who polls too soon may be told to slow down"),
  OPENID_REDIRECT("OpenID Connect Core 1.0, 3.1.2.1", "`redirect_uri` is required");

  final String rule;
  final String reason;

  Decision(String rule, String reason) {
    this.rule = rule;
    this.reason = reason;
  }
}
