package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.ledger.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The refusals of the endpoints of an authorization server (RFC 6749, sections 4.1.2.1 and 5.2;
 * OpenID Connect Core 1.0, section 3.1.2.6).
 */
enum OAuthError {
  UNKNOWN_TOKEN(400, "invalid_grant", "Refresh token not found or invalid", Outcome.INVALID_GRANT),
  REUSED(400, "invalid_grant", "Refresh token already used", Outcome.REUSE_REJECTED),
  ENDED(400, "invalid_grant", "Refresh token expired", Outcome.EXPIRED),
  RACE(
      400,
      "invalid_request",
      "Failed to refresh token because of multiple concurrent requests using the same token. Please retry the request.",
      Outcome.RACE_LOST),
  BAD_CODE(
      400, "invalid_grant", "Code not found, expired, used or not proven", Outcome.INVALID_GRANT),
  PENDING(400, "authorization_pending", "Nobody has decided yet", Outcome.PENDING),
  SLOW_DOWN(400, "slow_down", "Ask more seldom", Outcome.SLOWED_DOWN),
  DENIED(400, "access_denied", "The person said no", Outcome.DENIED),
  EXPIRED(400, "expired_token", "The device code is too old", Outcome.EXPIRED),
  ASSERTION(
      400,
      "invalid_grant",
      "The assertion is not signed by a known issuer, not meant for this server, over or used",
      Outcome.INVALID_GRANT),
  CLIENT(
      401,
      "invalid_client",
      "Unknown client, or not the client of this grant",
      Outcome.INVALID_CLIENT),
  PROOF(
      400,
      "invalid_dpop_proof",
      "The proof of possession is missing or not valid for this request",
      Outcome.INVALID_PROOF),
  NONCE(
      400,
      "use_dpop_nonce",
      "The proof of possession has to hold the nonce of this answer",
      Outcome.INVALID_PROOF),
  OTHER_KEY(
      400,
      "invalid_grant",
      "The grant is bound to another key than the proof's",
      Outcome.INVALID_PROOF),
  UNAUTHORIZED(
      400,
      "unauthorized_client",
      "This client may not use this grant type",
      Outcome.INVALID_CLIENT),
  SCOPE(
      400,
      "invalid_scope",
      "A scope that is none, or more than was granted",
      Outcome.INVALID_SCOPE),
  TARGET(
      400,
      "invalid_target",
      "A resource or audience that is malformed or not this client's",
      Outcome.INVALID_REQUEST),
  FOREIGN_TOKEN(
      400, "invalid_grant", "The token was issued to another client", Outcome.INVALID_CLIENT),
  GRANT_TYPE(400, "unsupported_grant_type", "Unknown grant type", Outcome.UNSUPPORTED_GRANT_TYPE),
  REQUEST(400, "invalid_request", "A parameter is missing", Outcome.INVALID_REQUEST),
  SECRET_IN_QUERY(400, "invalid_request", "A secret stands in the query", Outcome.INVALID_REQUEST),
  NO_FORM(400, "invalid_request", "The body is not a form", Outcome.INVALID_REQUEST),
  TWO_AUTHENTICATIONS(
      400, "invalid_request", "The client authenticates in two ways", Outcome.INVALID_REQUEST),
  VERIFIER(
      400,
      "invalid_request",
      "code_verifier must be 43 to 128 unreserved characters",
      Outcome.INVALID_REQUEST),
  TOKEN_TYPE(
      400,
      "invalid_request",
      "A token or its type is missing, or is of a type that is not exchanged",
      Outcome.INVALID_REQUEST),
  SUBJECT(
      400,
      "invalid_request",
      "The subject token or the actor token is not active",
      Outcome.UNKNOWN_TOKEN),
  REDIRECT(
      400,
      "invalid_request",
      "The redirect URI is not registered for this client",
      Outcome.INVALID_REQUEST),
  RESPONSE_TYPE(
      400, "unsupported_response_type", "response_type must be code", Outcome.INVALID_REQUEST),
  CHALLENGE(
      400,
      "invalid_request",
      "code_challenge must be of 43 characters, with code_challenge_method S256",
      Outcome.INVALID_REQUEST),
  RESPONSE_MODE(
      400,
      "invalid_request",
      "response_mode must be query or form_post, or missing",
      Outcome.INVALID_REQUEST),
  PROMPT(
      400,
      "invalid_request",
      "prompt is none alone, or login, consent and the like",
      Outcome.INVALID_REQUEST),
  LOGIN_REQUIRED(400, "login_required", "A person would have to be asked", Outcome.INVALID_REQUEST),
  REQUEST_OBJECT(
      400, "request_not_supported", "Request objects are not taken", Outcome.INVALID_REQUEST),
  REQUEST_URI(
      400,
      "request_uri_not_supported",
      "A request_uri has to come from the endpoint for pushed requests",
      Outcome.INVALID_REQUEST),
  REPEATED(400, "invalid_request", "A parameter is repeated", Outcome.INVALID_REQUEST),
  NOT_PUSHED(
      400, "invalid_request", "This client must push its requests first", Outcome.INVALID_REQUEST),
  PUSHED_AGAIN(
      400,
      "invalid_request",
      "A request that is pushed has no request_uri (RFC 9126, section 2.1)",
      Outcome.INVALID_REQUEST),
  TOO_LARGE(413, "invalid_request", "The body is too large", Outcome.INVALID_REQUEST);

  final Outcome outcome;
  private final int status;
  private final String code;
  private final String description;

  OAuthError(int status, String code, String description, Outcome outcome) {
    this.status = status;
    this.code = code;
    this.description = description;
    this.outcome = outcome;
  }

  static OAuthError of(Outcome outcome) {
    return switch (outcome) {
      case REUSE_FAMILY_REVOKED, REUSE_REJECTED -> REUSED;
      case RACE_LOST -> RACE;
      case EXPIRED -> ENDED;
      default -> UNKNOWN_TOKEN;
    };
  }

  /** Returns what a redirect to the client says. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("error", code);
    parameters.put("error_description", description);
    return parameters;
  }

  /** Returns the answer to a program. */
  Reply reply() {
    Reply reply =
        Reply.json(status, new LinkedHashMap<>(parameters()))
            .header("Cache-Control", "no-store")
            .header("Pragma", "no-cache");
    return status == 401 ? reply.header("WWW-Authenticate", "Basic realm=\"simulator\"") : reply;
  }
}
