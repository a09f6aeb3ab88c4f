package dev.pawl.it.compared;

import static dev.pawl.it.compared.Place.TOKEN_ENDPOINT;
import static dev.pawl.it.compared.Requests.VERIFIER;
import static dev.pawl.it.compared.Requests.authorize;
import static dev.pawl.it.compared.Requests.redeem;
import static dev.pawl.it.compared.Requests.refresh;
import static dev.pawl.it.compared.Sequence.INVALID_GRANT;
import static dev.pawl.it.compared.Sequence.INVALID_REQUEST;
import static dev.pawl.it.compared.Sequence.OPENID_TOKENS;
import static dev.pawl.it.compared.Sequence.TOKENS;

import java.time.Duration;
import java.util.List;

/** The exchange of codes, and the form of requests to the token endpoint. */
final class CodeSequences {
  static final List<Sequence> ALL =
      List.of(
          Sequence.of("a code is exchanged")
              .then(authorize("public", "openid messages"), redeem("public"))
              .same(OPENID_TOKENS),
          Sequence.of("a code of a client with a secret, by Basic")
              .then(authorize("basic", "openid messages"), redeem().basic("basic", "basic-secret"))
              .same(OPENID_TOKENS),
          Sequence.of("a code of a client with a secret, in the form")
              .then(
                  authorize("post", "openid messages"),
                  redeem("post").with("client_secret=post-secret"))
              .same(OPENID_TOKENS),
          Sequence.of("a code without the scope openid")
              .then(authorize("public", "messages"), redeem("public"))
              .same(TOKENS),
          Sequence.of("a code of a request that named no redirect_uri")
              .then(
                  authorize("single", "messages").without("redirect_uri"),
                  redeem("single").without("redirect_uri"))
              .same(TOKENS),
          Sequence.of("a code of a request that named no redirect_uri, exchanged with one")
              .then(authorize("single", "messages").without("redirect_uri"), redeem("single"))
              .same(TOKENS),
          Sequence.of("a code twice, and then what it gave")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  redeem("public"),
                  refresh("public"))
              .same(INVALID_GRANT, INVALID_GRANT),
          Sequence.of("a code of another client")
              .then(authorize("public", "openid messages"), redeem("other"))
              .same(INVALID_GRANT),
          Sequence.of("a code of another client, then its own")
              .then(authorize("public", "openid messages"), redeem("other"), redeem("public"))
              .same(INVALID_GRANT, OPENID_TOKENS),
          Sequence.of("an unknown code")
              .then(redeem("public").but("code", "none-of-yours"))
              .same(INVALID_GRANT),
          Sequence.of("no code")
              .then(authorize("public", "openid messages"), redeem("public").without("code"))
              .same(INVALID_REQUEST),
          Sequence.of("an empty code")
              .then(authorize("public", "openid messages"), redeem("public").but("code", ""))
              .same(INVALID_REQUEST),
          Sequence.of("a code that is too old")
              .then(
                  authorize("public", "openid messages"),
                  new Step.Wait(Duration.ofMinutes(2)),
                  redeem("public"))
              .same(INVALID_GRANT),
          Sequence.of("a code without a verifier")
              .then(
                  authorize("public", "openid messages"), redeem("public").without("code_verifier"))
              .simulator(INVALID_REQUEST)
              .provider(INVALID_GRANT)
              .decides(Decision.MISSING_VERIFIER),
          Sequence.of("a code with another verifier")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public").but("code_verifier", "x".repeat(43)))
              .same(INVALID_GRANT),
          Sequence.of("a code with another verifier, then the right one")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public").but("code_verifier", "x".repeat(43)),
                  redeem("public"))
              .same(INVALID_GRANT, OPENID_TOKENS),
          Sequence.of("a code with a verifier that is too short")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public").but("code_verifier", "short"))
              .same(INVALID_REQUEST),
          Sequence.of("a code with a verifier of other characters")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public").but("code_verifier", "!".repeat(43)))
              .same(INVALID_REQUEST),
          Sequence.of("a code with another redirect_uri")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public").but("redirect_uri", "http://localhost/callback"))
              .same(INVALID_GRANT),
          Sequence.of("a code without its redirect_uri")
              .then(
                  authorize("public", "openid messages"), redeem("public").without("redirect_uri"))
              .same(INVALID_REQUEST),
          Sequence.of("a code with a scope beside it")
              .then(authorize("public", "openid messages"), redeem("public").with("scope=openid"))
              .same(OPENID_TOKENS),
          Sequence.of("a code of a loopback address with a port")
              .then(
                  authorize("public", "openid messages")
                      .but("redirect_uri", "http://127.0.0.1:8123/callback"),
                  redeem("public").but("redirect_uri", "http://127.0.0.1:8123/callback"))
              .same(OPENID_TOKENS),
          Sequence.of("no grant type")
              .then(authorize("public", "openid messages"), redeem("public").without("grant_type"))
              .same(INVALID_REQUEST),
          Sequence.of("an empty grant type")
              .then(authorize("public", "openid messages"), redeem("public").but("grant_type", ""))
              .same(INVALID_REQUEST),
          Sequence.of("an unknown grant type")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public").but("grant_type", "telepathy"))
              .same("400 error=unsupported_grant_type"),
          Sequence.of("the grant type password")
              .then(
                  Ask.post(
                      TOKEN_ENDPOINT,
                      "client_id=public",
                      "grant_type=password",
                      "username=alice",
                      "password=secret"))
              .same("400 error=unsupported_grant_type"),
          Sequence.of("a grant type that the client may not use")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public"),
                  refresh().basic("machine", "machine-secret"))
              .simulator("400 error=unauthorized_client")
              .provider(INVALID_REQUEST)
              .decides(Decision.GRANT_TYPE),
          Sequence.of("a parameter twice")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public").with("grant_type=authorization_code"))
              .same(INVALID_REQUEST),
          Sequence.of("client_id twice")
              .then(
                  authorize("public", "openid messages"), redeem("public").with("client_id=public"))
              .same(INVALID_REQUEST),
          Sequence.of("client_id twice, with two values")
              .then(
                  authorize("public", "openid messages"), redeem("public").with("client_id=other"))
              .same(INVALID_REQUEST),
          Sequence.of("an unknown parameter")
              .then(
                  authorize("public", "openid messages"), redeem("public").with("flavour=vanilla"))
              .same(OPENID_TOKENS),
          Sequence.of("an unknown parameter twice")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public").with("flavour=vanilla", "flavour=chocolate"))
              .simulator(INVALID_REQUEST)
              .provider(OPENID_TOKENS)
              .decides(Decision.UNKNOWN_TWICE),
          Sequence.of("a parameter in a case of its own")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public").without("grant_type").with("Grant_Type=authorization_code"))
              .same(INVALID_REQUEST),
          Sequence.of("GET at the token endpoint")
              .then(
                  authorize("public", "openid messages"),
                  Ask.get(
                      TOKEN_ENDPOINT,
                      "client_id=public",
                      "grant_type=authorization_code",
                      "code={code}",
                      "redirect_uri=" + Conversation.REDIRECT,
                      "code_verifier=" + VERIFIER))
              .simulator("405")
              .provider("404")
              .decides(Decision.METHODS),
          Sequence.of("PUT at the token endpoint")
              .then(authorize("public", "openid messages"), redeem("public").by("PUT"))
              .simulator("405")
              .provider("404")
              .decides(Decision.METHODS),
          Sequence.of("a body of JSON")
              .then(
                  Ask.post(TOKEN_ENDPOINT)
                      .type("application/json")
                      .basic("machine", "machine-secret"))
              .same(INVALID_REQUEST),
          Sequence.of("a form that says it is text")
              .then(authorize("public", "openid messages"), redeem("public").type("text/plain"))
              .same(INVALID_REQUEST),
          Sequence.of("a form of a type with a charset")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public").type(Ask.FORM + "; charset=UTF-8"))
              .same(OPENID_TOKENS),
          Sequence.of("a form whose type is in capitals")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public").type("APPLICATION/X-WWW-FORM-URLENCODED"))
              .same(OPENID_TOKENS),
          Sequence.of("no body").then(Ask.post(TOKEN_ENDPOINT)).same(INVALID_REQUEST),
          Sequence.of("a secret parameter in the query")
              .then(
                  authorize("public", "openid messages"),
                  redeem("public").without("code").query("code={code}"))
              .same(INVALID_REQUEST),
          Sequence.of("the whole form in the query")
              .then(
                  authorize("public", "openid messages"),
                  Ask.post(TOKEN_ENDPOINT)
                      .query(
                          "client_id=public",
                          "grant_type=authorization_code",
                          "code={code}",
                          "redirect_uri=" + Conversation.REDIRECT,
                          "code_verifier=" + VERIFIER))
              .same(INVALID_REQUEST));

  private CodeSequences() {}
}
