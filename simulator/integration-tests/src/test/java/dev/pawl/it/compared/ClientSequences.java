package dev.pawl.it.compared;

import static dev.pawl.it.compared.Requests.authorize;
import static dev.pawl.it.compared.Requests.itself;
import static dev.pawl.it.compared.Requests.redeem;
import static dev.pawl.it.compared.Requests.refresh;
import static dev.pawl.it.compared.Sequence.ACCESS_TOKEN;
import static dev.pawl.it.compared.Sequence.INVALID_CLIENT;
import static dev.pawl.it.compared.Sequence.INVALID_REQUEST;
import static dev.pawl.it.compared.Sequence.INVALID_SCOPE;

import java.util.List;

/** How clients prove who they are. */
final class ClientSequences {
  static final List<Sequence> ALL =
      List.of(
          Sequence.of("a client logs itself in")
              .then(itself().basic("machine", "machine-secret"))
              .same(ACCESS_TOKEN),
          Sequence.of("a client logs itself in, without a scope")
              .then(itself().without("scope").basic("machine", "machine-secret"))
              .simulator("200 access_token expires_in scope=messages+profile token_type")
              .provider("200 access_token expires_in token_type")
              .decides(Decision.TOLD_SCOPE),
          Sequence.of("a client logs itself in for an unknown scope")
              .then(itself().but("scope", "wishes").basic("machine", "machine-secret"))
              .simulator(INVALID_SCOPE)
              .provider("200 access_token expires_in token_type")
              .decides(Decision.UNKNOWN_SCOPE),
          Sequence.of("a public client logs itself in")
              .then(itself().with("client_id=public"))
              .simulator("400 error=unauthorized_client")
              .provider(INVALID_REQUEST)
              .decides(Decision.GRANT_TYPE),
          Sequence.of("no client")
              .then(itself())
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MISSING_CLIENT),
          Sequence.of("an empty client_id")
              .then(itself().with("client_id="))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MISSING_CLIENT),
          Sequence.of("an unknown client")
              .then(itself().with("client_id=nobody"))
              .simulator(INVALID_CLIENT)
              .provider("401 error=invalid_client")
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("an unknown client by Basic")
              .then(itself().basic("nobody", "secret"))
              .same(INVALID_CLIENT),
          Sequence.of("a wrong secret by Basic")
              .then(itself().basic("machine", "wrong"))
              .same(INVALID_CLIENT),
          Sequence.of("an empty secret by Basic")
              .then(itself().basic("machine", ""))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MALFORMED_CLIENT),
          Sequence.of("a wrong secret in the form")
              .then(itself().with("client_id=post", "client_secret=wrong"))
              .simulator(INVALID_CLIENT)
              .provider("401 error=invalid_client")
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("an empty secret in the form")
              .then(itself().with("client_id=post", "client_secret="))
              .simulator(INVALID_CLIENT)
              .provider("401 error=invalid_client")
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("no secret where one is needed")
              .then(itself().with("client_id=post"))
              .simulator(INVALID_CLIENT)
              .provider("401 error=invalid_client")
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("a secret in the form where Basic is registered")
              .then(itself().with("client_id=basic", "client_secret=basic-secret"))
              .simulator(INVALID_CLIENT)
              .provider(ACCESS_TOKEN)
              .decides(Decision.REGISTERED_METHOD),
          Sequence.of("Basic where the form is registered")
              .then(itself().basic("post", "post-secret"))
              .simulator(INVALID_CLIENT)
              .provider(ACCESS_TOKEN)
              .decides(Decision.REGISTERED_METHOD),
          Sequence.of("a secret of a public client")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh("public").with("client_secret=any"))
              .simulator(INVALID_CLIENT)
              .provider("401 error=invalid_client")
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("Basic with an empty secret, of a public client")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh().basic("public", ""))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MALFORMED_CLIENT),
          Sequence.of("two authentications")
              .then(
                  itself()
                      .with("client_id=basic", "client_secret=basic-secret")
                      .basic("basic", "basic-secret"))
              .same(INVALID_REQUEST),
          Sequence.of("Basic and the same client_id in the form")
              .then(itself().with("client_id=basic").basic("basic", "basic-secret"))
              .same(ACCESS_TOKEN),
          Sequence.of("Basic and another client_id in the form")
              .then(itself().with("client_id=post").basic("basic", "basic-secret"))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MALFORMED_CLIENT),
          Sequence.of("Basic that is not Base64")
              .then(itself().header("Authorization", "Basic %%%"))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MALFORMED_CLIENT),
          Sequence.of("Basic without a colon")
              .then(itself().header("Authorization", "Basic bWFjaGluZQ=="))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MALFORMED_CLIENT),
          Sequence.of("Basic in lower case")
              .then(itself().header("Authorization", "basic bWFjaGluZTptYWNoaW5lLXNlY3JldA=="))
              .same(ACCESS_TOKEN),
          Sequence.of("Bearer at the token endpoint")
              .then(itself().header("Authorization", "Bearer abc"))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MALFORMED_CLIENT),
          Sequence.of("an assertion of a client that has none")
              .then(
                  itself()
                      .with(
                          "client_id=machine",
                          "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                          "client_assertion=not-a-jwt"))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MALFORMED_CLIENT),
          Sequence.of("a client secret in the query")
              .then(itself().with("client_id=post").query("client_secret=post-secret"))
              .simulator(INVALID_REQUEST)
              .provider("401 error=invalid_client")
              .decides(Decision.SECRET_IN_QUERY));

  private ClientSequences() {}
}
