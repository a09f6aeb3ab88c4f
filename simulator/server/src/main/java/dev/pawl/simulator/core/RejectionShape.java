package dev.pawl.simulator.core;

import dev.pawl.simulator.core.dialect.Dialects;
import dev.pawl.simulator.core.exchange.Reply;
import java.time.Instant;

/**
 * The shapes in which a vendor's API has been seen to refuse an access token; how each is worded
 * stands in the dialect {@code anthropic}.
 */
public enum RejectionShape {
  /** The token's time is over. */
  EXPIRED_401("token_expired"),
  /** The token is invalid or was superseded. */
  INVALID_401("token_invalid"),
  /** The token is unknown or malformed. */
  UNKNOWN_401("token_unknown"),
  /** The token was revoked, in the older shape: not even a 401. */
  REVOKED_403("token_revoked"),
  /** The token was revoked, in the newer shape. */
  REVOKED_401("token_revoked_401");

  private final String code;

  RejectionShape(String code) {
    this.code = code;
  }

  Reply reply(Instant now, String requestId) {
    return Dialects.named("anthropic").error(code).reply(now, requestId);
  }
}
