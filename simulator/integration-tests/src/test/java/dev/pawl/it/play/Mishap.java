package dev.pawl.it.play;

import java.util.List;

/** What may happen to one spend, and whether its presenter may believe that it did not happen. */
public enum Mishap {
  ANSWER_LOST("AFTER_COMMIT empty", true),
  ANSWER_RESET("AFTER_COMMIT reset", true),
  ANSWER_TRUNCATED("MID_BODY(40) truncated", true),
  REQUEST_LOST("BEFORE_COMMIT empty", true),
  GATEWAY_ERROR("AFTER_COMMIT 502", true),
  HTML_FOR_TOKEN("AFTER_COMMIT 200 html", true),
  NO_TOKEN("AFTER_COMMIT 200 {}", true),
  SERVER_ERROR("BEFORE_COMMIT 500", true),
  TOO_MANY("BEFORE_COMMIT 429 retry-after=30", false),
  UNAVAILABLE("BEFORE_COMMIT 503 retry-after=5", false),
  FORBIDDEN("BEFORE_COMMIT 403 html", false),
  ASKED_TO_WAIT("BEFORE_COMMIT error=temporarily_unavailable", false);

  public final String effect;
  public final boolean leavesDoubt;

  Mishap(String effect, boolean leavesDoubt) {
    this.effect = effect;
    this.leavesDoubt = leavesDoubt;
  }

  public static Mishap of(int number) {
    List<Mishap> all = List.of(values());
    return all.get(number % all.size());
  }

  public static boolean leavesDoubt(String effect) {
    for (Mishap mishap : values()) {
      if (mishap.effect.equals(effect)) {
        return mishap.leavesDoubt;
      }
    }
    return !effect.isEmpty();
  }
}
