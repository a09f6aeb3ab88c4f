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
import static dev.pawl.it.compared.Sequence.OPENID_TOKENS;

import java.time.Duration;
import java.util.List;

/** What is asked about tokens, and their revocation. */
final class TokenSequences {
  static final List<Sequence> ALL =
      List.of(
          Sequence.of("a refresh token is revoked")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("public", "{refresh_token}"))
              .same("200"),
          Sequence.of("a refresh token is revoked, and its access token with it")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("public", "{refresh_token}"),
                  userInfo())
              .same("200", "401 error=invalid_token challenge=Bearer:invalid_token"),
          Sequence.of("an access token is revoked")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("public", "{access_token}"),
                  userInfo())
              .same("200", "401 error=invalid_token challenge=Bearer:invalid_token"),
          Sequence.of("a token is revoked twice")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("public", "{refresh_token}"),
                  revoke("public", "{refresh_token}"))
              .same("200", "200"),
          Sequence.of("an unknown token is revoked")
              .then(revoke("public", "none-of-yours"))
              .same("200"),
          Sequence.of("a revocation with the wrong hint")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("public", "{refresh_token}").with("token_type_hint=access_token"),
                  refresh("public"))
              .same("200", INVALID_GRANT),
          Sequence.of("a revocation with an unknown hint")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("public", "{refresh_token}").with("token_type_hint=colour"),
                  refresh("public"))
              .same("200", INVALID_GRANT),
          Sequence.of("a revocation without a token")
              .then(revoke("public", "").without("token"))
              .same(INVALID_REQUEST),
          Sequence.of("a revocation of another client's token by a public client")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("other", "{refresh_token}"),
                  refresh("public"))
              .simulator(INVALID_GRANT, OPENID_TOKENS)
              .provider("200", OPENID_TOKENS)
              .decides(Decision.FOREIGN_REVOCATION),
          Sequence.of("a revocation of another client's token by a client with a secret")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  Ask.post(Place.REVOCATION_ENDPOINT, "token={refresh_token}")
                      .basic("basic", "basic-secret"),
                  refresh("public"))
              .simulator(INVALID_GRANT, OPENID_TOKENS)
              .provider(INVALID_REQUEST, OPENID_TOKENS)
              .decides(Decision.FOREIGN_REVOCATION),
          Sequence.of("a revocation without a client")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("", "{refresh_token}").without("client_id"),
                  refresh("public"))
              .simulator(INVALID_CLIENT, OPENID_TOKENS)
              .provider(INVALID_REQUEST, OPENID_TOKENS)
              .decides(Decision.MISSING_CLIENT),
          Sequence.of("a revocation by an unknown client")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("nobody", "{refresh_token}"),
                  refresh("public"))
              .simulator(INVALID_CLIENT, OPENID_TOKENS)
              .provider("401 error=invalid_client", OPENID_TOKENS)
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("a revocation with a wrong secret")
              .then(
                  authorize("basic", "openid messages"),
                  redeem().basic("basic", "basic-secret"),
                  Ask.post(Place.REVOCATION_ENDPOINT, "token={refresh_token}")
                      .basic("basic", "wrong"),
                  refresh().basic("basic", "basic-secret"))
              .same(INVALID_CLIENT, OPENID_TOKENS),
          Sequence.of("a revocation by GET")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  Ask.get(Place.REVOCATION_ENDPOINT, "client_id=public", "token={refresh_token}"))
              .simulator("405")
              .provider("404")
              .decides(Decision.METHODS),
          Sequence.of("a revocation whose token is in the query")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("public", "").without("token").query("token={refresh_token}"),
                  refresh("public"))
              .same(INVALID_REQUEST, OPENID_TOKENS),
          Sequence.of("a revocation with the token twice")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("public", "{refresh_token}").with("token={refresh_token}"),
                  refresh("public"))
              .same(INVALID_REQUEST, OPENID_TOKENS),
          Sequence.of("a spent refresh token is revoked")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public"),
                  revoke("public", "{refresh_token.1}"),
                  refresh("public"))
              .same("200", INVALID_GRANT),
          Sequence.of("an access token is introspected")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  introspect("{access_token}"))
              .same("200 active=true scope=messages+openid"),
          Sequence.of("a refresh token is introspected")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  introspect("{refresh_token}"))
              .same("200 active=true scope=messages+openid"),
          Sequence.of("a spent refresh token is introspected")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public"),
                  introspect("{refresh_token.1}"))
              .same("200 active=false"),
          Sequence.of("a revoked token is introspected")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  revoke("public", "{access_token}"),
                  introspect("{access_token}"))
              .same("200 active=false"),
          Sequence.of("an old access token is introspected")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  new Step.Wait(Duration.ofHours(2)),
                  introspect("{access_token}"))
              .same("200 active=false"),
          Sequence.of("an unknown token is introspected")
              .then(introspect("none-of-yours"))
              .same("200 active=false"),
          Sequence.of("an introspection with the wrong hint")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  introspect("{access_token}").with("token_type_hint=refresh_token"))
              .same("200 active=true scope=messages+openid"),
          Sequence.of("an introspection without a token")
              .then(introspect("").without("token"))
              .same(INVALID_REQUEST),
          Sequence.of("an introspection without a client")
              .then(Ask.post(Place.INTROSPECTION_ENDPOINT, "token=none-of-yours"))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MISSING_CLIENT),
          Sequence.of("an introspection with a wrong secret")
              .then(
                  Ask.post(Place.INTROSPECTION_ENDPOINT, "token=none-of-yours")
                      .basic("basic", "wrong"))
              .same(INVALID_CLIENT),
          Sequence.of("an introspection by a public client of its own token")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  Ask.post(
                      Place.INTROSPECTION_ENDPOINT, "client_id=public", "token={access_token}"))
              .simulator(INVALID_CLIENT)
              .provider("200 active=true scope=messages+openid")
              .decides(Decision.WHO_INTROSPECTS),
          Sequence.of("an introspection by GET")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  Ask.get(Place.INTROSPECTION_ENDPOINT, "token={access_token}")
                      .basic("basic", "basic-secret"))
              .simulator("405")
              .provider("404")
              .decides(Decision.METHODS));

  private TokenSequences() {}
}
