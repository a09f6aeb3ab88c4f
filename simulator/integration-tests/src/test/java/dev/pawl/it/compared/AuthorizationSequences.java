package dev.pawl.it.compared;

import static dev.pawl.it.compared.Place.AUTHORIZATION_ENDPOINT;
import static dev.pawl.it.compared.Requests.CHALLENGE;
import static dev.pawl.it.compared.Requests.authorize;
import static dev.pawl.it.compared.Sequence.CODE;
import static dev.pawl.it.compared.Sequence.SENT_INVALID_REQUEST;

import dev.pawl.it.compared.Peer.Manner;
import java.util.List;

/** Requests to the authorization endpoint. */
final class AuthorizationSequences {
  static final List<Sequence> ALL =
      List.of(
          Sequence.of("an authorization request")
              .then(authorize("public", "openid messages"))
              .same(CODE),
          Sequence.of("an authorization request by POST")
              .then(
                  Ask.post(
                      AUTHORIZATION_ENDPOINT,
                      "client_id=public",
                      "response_type=code",
                      "redirect_uri=" + Conversation.REDIRECT,
                      "scope=openid messages",
                      "state=a state",
                      "code_challenge=" + CHALLENGE,
                      "code_challenge_method=S256"))
              .same(CODE),
          Sequence.of("an authorization request by PUT")
              .then(authorize("public", "openid messages").by("PUT"))
              .simulator("405")
              .provider("404")
              .decides(Decision.METHODS),
          Sequence.of("without a state")
              .then(authorize("public", "openid messages").without("state"))
              .same("redirect code iss"),
          Sequence.of("without a client_id")
              .then(authorize("public", "openid messages").without("client_id"))
              .same("400"),
          Sequence.of("of an unknown client")
              .then(authorize("public", "openid messages").but("client_id", "nobody"))
              .same("400"),
          Sequence.of("without a redirect_uri")
              .then(authorize("public", "openid messages").without("redirect_uri"))
              .same("400"),
          Sequence.of("with a redirect_uri that is not registered")
              .then(
                  authorize("public", "openid messages")
                      .but("redirect_uri", "http://127.0.0.1/elsewhere"))
              .same("400"),
          Sequence.of("with a redirect_uri of another host")
              .then(
                  authorize("public", "openid messages")
                      .but("redirect_uri", "https://evil.example/callback"))
              .same("400"),
          Sequence.of("with a redirect_uri that is none")
              .then(authorize("public", "openid messages").but("redirect_uri", "no address"))
              .same("400"),
          Sequence.of("with a redirect_uri and a fragment")
              .then(
                  authorize("public", "openid messages")
                      .but("redirect_uri", "http://127.0.0.1/callback#here"))
              .same("400"),
          Sequence.of("with a redirect_uri and a query")
              .then(
                  authorize("public", "openid messages")
                      .but("redirect_uri", "http://127.0.0.1/callback?more=1"))
              .same("400"),
          Sequence.of("without a response_type")
              .then(authorize("public", "openid messages").without("response_type"))
              .same(SENT_INVALID_REQUEST),
          Sequence.of("with an empty response_type")
              .then(authorize("public", "openid messages").but("response_type", ""))
              .same(SENT_INVALID_REQUEST),
          Sequence.of("with an unknown response_type")
              .then(authorize("public", "openid messages").but("response_type", "dream"))
              .same("redirect error=unsupported_response_type iss state"),
          Sequence.of("with the response_type token")
              .then(authorize("public", "openid messages").but("response_type", "token"))
              .simulator("redirect error=unsupported_response_type iss state")
              .provider("redirect fragment error=unsupported_response_type iss state")
              .decides(Decision.FRAGMENT),
          Sequence.of("without a challenge")
              .then(
                  authorize("public", "openid messages")
                      .without("code_challenge", "code_challenge_method"))
              .same(SENT_INVALID_REQUEST),
          Sequence.of("with a plain challenge")
              .then(authorize("public", "openid messages").but("code_challenge_method", "plain"))
              .same(SENT_INVALID_REQUEST),
          Sequence.of("with a challenge without its method")
              .then(authorize("public", "openid messages").without("code_challenge_method"))
              .same(SENT_INVALID_REQUEST),
          Sequence.of("with a challenge that is too short")
              .then(authorize("public", "openid messages").but("code_challenge", "short"))
              .same(SENT_INVALID_REQUEST),
          Sequence.of("with an unknown method of challenge")
              .then(authorize("public", "openid messages").but("code_challenge_method", "S512"))
              .same(SENT_INVALID_REQUEST),
          Sequence.of("for an unknown scope")
              .then(authorize("public", "openid messages").but("scope", "openid wishes"))
              .simulator("redirect error=invalid_scope iss state")
              .provider(CODE)
              .decides(Decision.UNKNOWN_SCOPE),
          Sequence.of("without a scope")
              .then(authorize("public", "openid messages").without("scope"))
              .simulator(CODE)
              .provider("redirect error=access_denied iss state")
              .decides(Decision.NO_SCOPE),
          Sequence.of("without a redirect_uri, of a client that has one")
              .then(authorize("single", "messages").without("redirect_uri"))
              .same(CODE),
          Sequence.of("without a redirect_uri, of a client that has one, for OpenID Connect")
              .then(authorize("single", "openid").without("redirect_uri"))
              .simulator("400")
              .provider(CODE)
              .decides(Decision.OPENID_REDIRECT),
          Sequence.of("for an empty scope")
              .then(authorize("public", "openid messages").but("scope", ""))
              .simulator(CODE)
              .provider("redirect error=access_denied iss state")
              .decides(Decision.NO_SCOPE),
          Sequence.of("with a parameter twice")
              .then(authorize("public", "openid messages").query("scope=openid"))
              .same(SENT_INVALID_REQUEST),
          Sequence.of("with the state twice")
              .then(authorize("public", "openid messages").query("state=another"))
              .same("redirect error=invalid_request iss"),
          Sequence.of("with the client_id twice")
              .then(authorize("public", "openid messages").query("client_id=other"))
              .same("400"),
          Sequence.of("with the redirect_uri twice")
              .then(
                  authorize("public", "openid messages")
                      .query("redirect_uri=http://localhost/callback"))
              .same("400"),
          Sequence.of("with an unknown parameter")
              .then(authorize("public", "openid messages").query("flavour=vanilla"))
              .same(CODE),
          Sequence.of("the person denies")
              .then(new Step.Person(Manner.DENY), authorize("public", "openid messages"))
              .same("redirect error=access_denied iss state"),
          Sequence.of("the person denies a request without a challenge")
              .then(
                  new Step.Person(Manner.DENY),
                  authorize("public", "openid messages").without("code_challenge"))
              .same(SENT_INVALID_REQUEST),
          Sequence.of("prompt=none where a person would be asked")
              .then(
                  new Step.Person(Manner.ABSENT),
                  authorize("public", "openid messages").query("prompt=none"))
              .same("redirect error=login_required iss state"),
          Sequence.of("prompt=none with another one")
              .then(authorize("public", "openid messages").query("prompt=none login"))
              .same(SENT_INVALID_REQUEST),
          Sequence.of("a prompt that is none of the known")
              .then(authorize("public", "openid messages").query("prompt=dance"))
              .same(SENT_INVALID_REQUEST),
          Sequence.of("response_mode=query")
              .then(authorize("public", "openid messages").query("response_mode=query"))
              .same(CODE),
          Sequence.of("an unknown response_mode")
              .then(authorize("public", "openid messages").query("response_mode=pigeon"))
              .simulator(SENT_INVALID_REQUEST)
              .provider("redirect error=unsupported_response_mode iss state")
              .decides(Decision.RESPONSE_MODE),
          Sequence.of("a request object")
              .then(authorize("public", "openid messages").query("request=e30.e30."))
              .same("redirect error=request_not_supported iss state"),
          Sequence.of("a request_uri that was not pushed")
              .then(
                  authorize("public", "openid messages")
                      .query("request_uri=https://client.example/request"))
              .same("redirect error=request_uri_not_supported iss state"),
          Sequence.of("of a client that must push")
              .then(authorize("pushing", "openid messages"))
              .same(SENT_INVALID_REQUEST),
          Sequence.of("of a client without redirects")
              .then(authorize("machine", "messages"))
              .same("400"));

  private AuthorizationSequences() {}
}
