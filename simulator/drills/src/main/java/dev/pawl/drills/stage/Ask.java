package dev.pawl.drills.stage;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each thread of a storm asks for. Immutable; obeys TRY_LATER for twenty seconds unless told
 * otherwise.
 */
public final class Ask {
  private final Map<String, Object> members;

  private Ask(Map<String, Object> members) {
    this.members = members;
  }

  private static Ask of(String what) {
    return new Ask(Map.of("what", what, "retry", true));
  }

  /** A token. */
  public static Ask token() {
    return of("token");
  }

  /** A token that lives for so long at least. */
  public static Ask lasting(Duration least) {
    return of("lasting").with("leastMillis", least.toMillis());
  }

  /** A token newer than the one that the process holds. */
  public static Ask renewal() {
    return of("renew");
  }

  /** A call of the API, renewed once after a 401 or 403. */
  public static Ask call() {
    return of("call");
  }

  /** A refresh of a client that ignores the lock. */
  public static Ask rogue() {
    return of("rogue");
  }

  private Ask with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Ask(more);
  }

  /** From that many threads of each process at once. */
  public Ask threads(int count) {
    return with("threads", (long) count);
  }

  /** TRY_LATER is an answer; nobody asks again. */
  public Ask once() {
    return with("retry", false);
  }

  /** The API is called with the token that the process holds, whatever the manager says. */
  public Ask held() {
    return with("held", true);
  }

  /** The API is called with the token that the process held before that one. */
  public Ask former() {
    return held().with("former", true);
  }

  /** Waits for a login by anybody. */
  public Ask awaitLogin(Duration waitTimeout) {
    return with("awaitLoginMillis", waitTimeout.toMillis());
  }

  /** Who has its answer says nothing for that long, so that it does not slow the others. */
  public Ask quiet(Duration time) {
    return with("quietMillis", time.toMillis());
  }

  /** Obeys TRY_LATER no longer than that. */
  public Ask within(Duration waitTimeout) {
    return with("deadlineMillis", waitTimeout.toMillis());
  }

  int threads() {
    return members.get("threads") instanceof Long count ? count.intValue() : 1;
  }

  Map<String, Object> order(DrillProvider provider) {
    return with("api", provider.api()).with("tokenEndpoint", provider.tokenEndpoint()).members;
  }
}
