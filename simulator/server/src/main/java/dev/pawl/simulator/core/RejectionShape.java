package dev.pawl.simulator.core;

import dev.pawl.simulator.core.exchange.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/** The shapes in which a vendor's API has been seen to refuse an access token. */
public enum RejectionShape {
  /** The token's time is over. */
  EXPIRED_401(
      401,
      "authentication_error",
      "OAuth token has expired. Please obtain a new token or refresh your existing token."),
  /** The token is invalid or was superseded. */
  INVALID_401(401, "authentication_error", "Invalid authentication credentials"),
  /** The token is unknown or malformed. */
  UNKNOWN_401(
      401,
      "authentication_error",
      "Invalid OAuth token. The provided token was not found or is malformed."),
  /** The token was revoked, in the older shape: not even a 401. */
  REVOKED_403(403, "permission_error", "OAuth token has been revoked. Please obtain a new token."),
  /** The token was revoked, in the newer shape. */
  REVOKED_401(401, "authentication_error", "OAuth access token has been revoked.");

  private final int status;
  private final String type;
  private final String message;

  RejectionShape(int status, String type, String message) {
    this.status = status;
    this.type = type;
    this.message = message;
  }

  Reply reply(String requestId) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "error");
    members.put("error", error());
    members.put("request_id", requestId);
    Reply reply = Reply.json(status, members);
    return status == 401
        ? reply.header(
            "WWW-Authenticate",
            "Bearer error=\"invalid_token\", error_description=\"" + message + "\"")
        : reply;
  }

  private Map<String, Object> error() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", type);
    error.put("message", message);
    return error;
  }
}
