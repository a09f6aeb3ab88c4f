package dev.pawl.it.compared;

import static dev.pawl.it.compared.Requests.push;
import static dev.pawl.it.compared.Requests.pushed;
import static dev.pawl.it.compared.Requests.redeem;
import static dev.pawl.it.compared.Sequence.CODE;
import static dev.pawl.it.compared.Sequence.INVALID_CLIENT;
import static dev.pawl.it.compared.Sequence.INVALID_REQUEST;
import static dev.pawl.it.compared.Sequence.INVALID_SCOPE;
import static dev.pawl.it.compared.Sequence.OPENID_TOKENS;

import java.time.Duration;
import java.util.List;

/** Authorization requests that are pushed first. */
final class PushSequences {
  static final List<Sequence> ALL =
      List.of(
          Sequence.of("a pushed request").then(push("public")).same("201 expires_in request_uri"),
          Sequence.of("a pushed request is used")
              .then(push("public"), pushed("public"), redeem("public"))
              .same(CODE, OPENID_TOKENS),
          Sequence.of("a pushed request is used by a client that must")
              .then(push("pushing"), pushed("pushing"), redeem("pushing"))
              .same(CODE, OPENID_TOKENS),
          Sequence.of("a pushed request is used twice")
              .then(push("public"), pushed("public"), pushed("public"))
              .same(CODE, "400"),
          Sequence.of("a pushed request is used too late")
              .then(push("public"), new Step.Wait(Duration.ofMinutes(2)), pushed("public"))
              .same("400"),
          Sequence.of("a pushed request is used by another client")
              .then(push("public"), pushed("other"))
              .same("400"),
          Sequence.of("an unknown pushed request")
              .then(pushed("public").but("request_uri", "urn:ietf:params:oauth:request_uri:none"))
              .same("400"),
          Sequence.of("a pushed request that has a request_uri")
              .then(push("public").with("request_uri=urn:ietf:params:oauth:request_uri:none"))
              .simulator(INVALID_REQUEST)
              .provider("400 error=request_uri_not_supported")
              .decides(Decision.REQUEST_URI_PUSHED),
          Sequence.of("a pushed request without a challenge")
              .then(push("public").without("code_challenge", "code_challenge_method"))
              .same(INVALID_REQUEST),
          Sequence.of("a pushed request without a response_type")
              .then(push("public").without("response_type"))
              .same(INVALID_REQUEST),
          Sequence.of("a pushed request with an unknown response_type")
              .then(push("public").but("response_type", "dream"))
              .same("400 error=unsupported_response_type"),
          Sequence.of("a pushed request with another redirect_uri")
              .then(push("public").but("redirect_uri", "http://127.0.0.1/elsewhere"))
              .same(INVALID_REQUEST),
          Sequence.of("a pushed request without a redirect_uri")
              .then(push("public").without("redirect_uri"))
              .same(INVALID_REQUEST),
          Sequence.of("a pushed request for an unknown scope")
              .then(push("public").but("scope", "openid wishes"))
              .simulator(INVALID_SCOPE)
              .provider("201 expires_in request_uri")
              .decides(Decision.UNKNOWN_SCOPE),
          Sequence.of("a pushed request without a client")
              .then(push("public").without("client_id"))
              .simulator(INVALID_CLIENT)
              .provider(INVALID_REQUEST)
              .decides(Decision.MISSING_CLIENT),
          Sequence.of("a pushed request of an unknown client")
              .then(push("nobody"))
              .simulator(INVALID_CLIENT)
              .provider("401 error=invalid_client")
              .decides(Decision.CHALLENGE_OF_401),
          Sequence.of("a pushed request with a wrong secret")
              .then(push("basic").basic("basic", "wrong"))
              .same(INVALID_CLIENT),
          Sequence.of("a pushed request of a client with a secret")
              .then(push("basic").basic("basic", "basic-secret"))
              .same("201 expires_in request_uri"),
          Sequence.of("a pushed request with a parameter twice")
              .then(push("public").with("state=another"))
              .same(INVALID_REQUEST),
          Sequence.of("a pushed request by GET")
              .then(push("public").by("GET"))
              .simulator("405")
              .provider("404")
              .decides(Decision.METHODS),
          Sequence.of("a pushed request as JSON")
              .then(
                  Ask.post(Place.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT)
                      .type("application/json")
                      .basic("basic", "basic-secret"))
              .same(INVALID_REQUEST));

  private PushSequences() {}
}
