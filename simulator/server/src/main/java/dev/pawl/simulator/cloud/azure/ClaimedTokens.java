package dev.pawl.simulator.cloud.azure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which tokens were asked for with claims, and whether a service wants such alone. Thread-safe. */
final class ClaimedTokens {
  private static final int MOST = 20_000;

  private final Set<String> claimed = ConcurrentHashMap.newKeySet();
  private volatile boolean demanded;

  /** Notes that a token was asked for with claims. */
  void note(String token) {
    if (claimed.size() >= MOST) {
      claimed.clear(); // whoever has one of them is asked once more
    }
    claimed.add(token);
  }

  /** Sets whether Foundry takes no other. */
  void demand(boolean on) {
    demanded = on;
  }

  /** Tells whether a token is good for what is demanded. */
  boolean meets(String token) {
    return !demanded || claimed.contains(token);
  }

  /** Forgets all. */
  void reset() {
    claimed.clear();
    demanded = false;
  }
}
