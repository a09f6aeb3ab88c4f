package dev.pawl.it.compared;

import static dev.pawl.it.compared.Requests.authorize;
import static dev.pawl.it.compared.Requests.itself;
import static dev.pawl.it.compared.Requests.redeem;
import static dev.pawl.it.compared.Requests.refresh;
import static dev.pawl.it.compared.Sequence.ACCESS_TOKEN;
import static dev.pawl.it.compared.Sequence.INVALID_CLIENT;
import static dev.pawl.it.compared.Sequence.INVALID_REQUEST;

import java.util.List;
import java.util.Map;

/** Clients that sign. */
final class AssertionSequences {
  private static final String PLAIN_401 = "401 error=invalid_client";

  static final List<Sequence> ALL =
      List.of(
          Sequence.of("an assertion with a key")
              .then(sign("signer", "key"), asserted())
              .same(ACCESS_TOKEN),
          Sequence.of("an assertion with a secret")
              .then(sign("keyed", "secret"), asserted())
              .same(ACCESS_TOKEN),
          Sequence.of("an assertion and the same client_id in the form")
              .then(sign("signer", "key"), asserted().with("client_id=signer"))
              .same(ACCESS_TOKEN),
          Sequence.of("an assertion at each request of a login")
              .then(
                  authorize("signer", "openid messages"),
                  sign("signer", "key"),
                  by(redeem()),
                  sign("signer", "key"),
                  by(refresh()))
              .same(Sequence.OPENID_TOKENS, Sequence.OPENID_TOKENS),
          Sequence.of("an assertion for the token endpoint")
              .then(sign("signer", "key", "aud", "TOKEN"), asserted())
              .same(ACCESS_TOKEN),
          refused("an assertion for another server", "aud", "https://another.example"),
          refused("an assertion for nobody", "aud", ""),
          refused("an assertion that is over", "exp", "1000000000"),
          refused("an assertion without an end", "exp", ""),
          refused("an assertion that is not to be used yet", "nbf", "99999999999"),
          refused("an assertion without an id", "jti", ""),
          refused("an assertion of another issuer", "iss", "keyed"),
          refused("an assertion without an issuer", "iss", ""),
          refused("an assertion about nobody", "sub", ""),
          refused("an assertion about another client", "sub", "keyed"),
          Sequence.of("an assertion that was used")
              .then(sign("signer", "key"), asserted(), asserted())
              .simulator(ACCESS_TOKEN, INVALID_CLIENT)
              .provider(ACCESS_TOKEN, PLAIN_401)
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("an assertion and another client_id in the form")
              .then(sign("signer", "key"), asserted().with("client_id=keyed"))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MALFORMED_CLIENT),
          Sequence.of("an assertion with another key")
              .then(sign("signer", "another key"), asserted())
              .simulator(INVALID_CLIENT)
              .provider(PLAIN_401)
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("an assertion with a secret where a key is registered")
              .then(sign("signer", "secret"), asserted())
              .simulator(INVALID_CLIENT)
              .provider(PLAIN_401)
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("an assertion with a key where a secret is registered")
              .then(sign("keyed", "key"), asserted())
              .simulator(INVALID_CLIENT)
              .provider(PLAIN_401)
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("the secret itself where an assertion is registered")
              .then(itself().with("client_id=keyed", "client_secret=" + Assertions.SECRET))
              .simulator(INVALID_CLIENT)
              .provider(PLAIN_401)
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("an assertion of a client that is registered for Basic")
              .then(sign("machine", "key"), asserted())
              .simulator(INVALID_CLIENT)
              .provider(PLAIN_401)
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("an assertion of an unknown client")
              .then(sign("nobody", "key"), asserted())
              .simulator(INVALID_CLIENT)
              .provider(PLAIN_401)
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("an assertion without its type")
              .then(sign("signer", "key"), asserted().without("client_assertion_type"))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MALFORMED_CLIENT),
          Sequence.of("an assertion of another type")
              .then(sign("signer", "key"), asserted().but("client_assertion_type", "jwt"))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MALFORMED_CLIENT),
          Sequence.of("an assertion and a secret")
              .then(sign("keyed", "secret"), asserted().with("client_secret=" + Assertions.SECRET))
              .same(INVALID_REQUEST),
          Sequence.of("no assertion where one is needed")
              .then(itself().with("client_id=signer"))
              .simulator(INVALID_CLIENT)
              .provider(PLAIN_401)
              .decides(Decision.CHALLENGE_OF_401));

  private AssertionSequences() {}

  private static Sequence refused(String name, String claim, String value) {
    return Sequence.of(name)
        .then(sign("signer", "key", claim, value), asserted())
        .simulator(INVALID_CLIENT)
        .provider(PLAIN_401)
        .decides(Decision.CHALLENGE_OF_401);
  }

  private static Step.Sign sign(String client, String with) {
    return new Step.Sign(client, with, Map.of());
  }

  private static Step.Sign sign(String client, String with, String claim, String value) {
    return new Step.Sign(client, with, Map.of(claim, value));
  }

  private static Ask asserted() {
    return by(itself());
  }

  private static Ask by(Ask ask) {
    return ask.with(
        "client_assertion_type=" + Assertions.TYPE, "client_assertion={client_assertion}");
  }
}
