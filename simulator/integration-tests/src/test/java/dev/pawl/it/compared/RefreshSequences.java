package dev.pawl.it.compared;

import static dev.pawl.it.compared.Requests.authorize;
import static dev.pawl.it.compared.Requests.introspect;
import static dev.pawl.it.compared.Requests.redeem;
import static dev.pawl.it.compared.Requests.refresh;
import static dev.pawl.it.compared.Requests.revoke;
import static dev.pawl.it.compared.Requests.userInfo;
import static dev.pawl.it.compared.Sequence.INVALID_CLIENT;
import static dev.pawl.it.compared.Sequence.INVALID_GRANT;
import static dev.pawl.it.compared.Sequence.INVALID_REQUEST;
import static dev.pawl.it.compared.Sequence.INVALID_SCOPE;
import static dev.pawl.it.compared.Sequence.OPENID_TOKENS;
import static dev.pawl.it.compared.Sequence.TOKENS;

import java.time.Duration;
import java.util.List;

/** Refreshes. */
final class RefreshSequences {
  static final List<Sequence> ALL =
      List.of(
          Sequence.of("a refresh")
              .then(authorize("public", "openid messages"), redeem("public"), refresh("public"))
              .same(OPENID_TOKENS),
          Sequence.of("a refresh of a login without openid")
              .then(authorize("public", "messages"), redeem("public"), refresh("public"))
              .same(TOKENS),
          Sequence.of("three refreshes")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public"),
                  refresh("public"),
                  refresh("public"))
              .same(OPENID_TOKENS, OPENID_TOKENS, OPENID_TOKENS),
          Sequence.of("a spent refresh token, and then its successor")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public"),
                  refresh("public").but("refresh_token", "{refresh_token.1}"),
                  refresh("public"))
              .same(OPENID_TOKENS, INVALID_GRANT, INVALID_GRANT),
          Sequence.of("a spent refresh token ends the access tokens")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public"),
                  refresh("public").but("refresh_token", "{refresh_token.1}"),
                  userInfo())
              .same(INVALID_GRANT, "401 error=invalid_token challenge=Bearer:invalid_token"),
          Sequence.of("a refresh token of another client")
              .then(authorize("public", "openid messages"), redeem("public"), refresh("other"))
              .same(INVALID_GRANT),
          Sequence.of("a refresh token of another client, then its own")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("other"),
                  refresh("public"))
              .same(INVALID_GRANT, OPENID_TOKENS),
          Sequence.of("an unknown refresh token")
              .then(refresh("public").but("refresh_token", "none-of-yours"))
              .same(INVALID_GRANT),
          Sequence.of("no refresh token")
              .then(refresh("public").without("refresh_token"))
              .same(INVALID_REQUEST),
          Sequence.of("an empty refresh token")
              .then(refresh("public").but("refresh_token", ""))
              .same(INVALID_REQUEST),
          Sequence.of("an access token for a refresh token")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public").but("refresh_token", "{access_token}"))
              .same(INVALID_GRANT),
          Sequence.of("a refresh token that is too old")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  new Step.Wait(Duration.ofDays(15)),
                  refresh("public"))
              .same(INVALID_GRANT),
          Sequence.of("a refresh token that is renewed before it is too old")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  new Step.Wait(Duration.ofDays(10)),
                  refresh("public"),
                  new Step.Wait(Duration.ofDays(3)),
                  refresh("public"))
              .same(OPENID_TOKENS, OPENID_TOKENS),
          Sequence.of("a refresh for fewer scopes")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public").with("scope=openid"))
              .same("200 access_token expires_in id_token refresh_token scope=openid token_type"),
          Sequence.of("a refresh for fewer scopes, then for all of them")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public").with("scope=openid"),
                  refresh("public").with("scope=openid messages"))
              .same(
                  "200 access_token expires_in id_token refresh_token scope=openid token_type",
                  OPENID_TOKENS),
          Sequence.of("a refresh for fewer scopes, of which its access token tells")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public").with("scope=openid"),
                  introspect("{access_token}"))
              .same("200 active=true scope=openid"),
          Sequence.of("a refresh for fewer scopes, after which the refresh token has all")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public").with("scope=openid"),
                  introspect("{refresh_token}"))
              .same("200 active=true scope=messages+openid"),
          Sequence.of("a refresh without openid has no ID token")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public").with("scope=messages"),
                  userInfo())
              .same(TOKENS, "403 error=insufficient_scope challenge=Bearer:insufficient_scope"),
          Sequence.of("a refresh for more scopes")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public").with("scope=openid messages email"))
              .same(INVALID_SCOPE),
          Sequence.of("a refresh for more scopes, then a right one")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public").with("scope=openid messages email"),
                  refresh("public"))
              .same(INVALID_SCOPE, OPENID_TOKENS),
          Sequence.of("a refresh for an unknown scope")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public").with("scope=wishes"))
              .same(INVALID_SCOPE),
          Sequence.of("a refresh for an empty scope")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public").with("scope="))
              .same(OPENID_TOKENS),
          Sequence.of("a refresh for a scope that cannot be one")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public").with("scope=a\\b"))
              .same(INVALID_SCOPE),
          Sequence.of("a refresh of a client with a secret, without it")
              .then(
                  authorize("basic", "openid messages"),
                  redeem().basic("basic", "basic-secret"),
                  refresh("basic"))
              .simulator(INVALID_CLIENT)
              .provider("401 error=invalid_client")
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("a refresh of a client with a wrong secret, then a right one")
              .then(
                  authorize("basic", "openid messages"),
                  redeem().basic("basic", "basic-secret"),
                  refresh().basic("basic", "wrong"),
                  refresh().basic("basic", "basic-secret"))
              .same(INVALID_CLIENT, OPENID_TOKENS),
          Sequence.of("a refresh after a revocation")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("public", "{refresh_token}"),
                  refresh("public"))
              .same("200", INVALID_GRANT),
          Sequence.of("a refresh after its access token is revoked")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("public", "{access_token}"),
                  refresh("public"))
              .simulator("200", OPENID_TOKENS)
              .provider("200", INVALID_GRANT)
              .decides(Decision.REFRESH_TOKEN_TOO));

  private RefreshSequences() {}
}
