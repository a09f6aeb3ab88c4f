package dev.pawl.drills.random;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One round of a random drill: time goes on, something is made ready to go wrong, everybody asks,
 * and while they wait something is done to them.
 *
 * @param advanceSeconds how far the time of everybody goes on first
 * @param fault of the provider, as its fault grammar has it; null for none
 * @param revoke whether the provider revokes the access token
 * @param ask what everybody asks for
 * @param trouble what is done to who asks; null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Round(
    int advanceSeconds,
    @Nullable String fault,
    boolean revoke,
    @JsonInclude(JsonInclude.Include.ALWAYS) Request ask,
    @Nullable Trouble trouble) {

  /** A round without an {@code ask} asks for a token. */
  @SuppressWarnings("ConstantValue") // it is absent in a file that does not say it
  public Round {
    if (advanceSeconds < 0) {
      throw new IllegalArgumentException("time does not go back: " + advanceSeconds + " s");
    }
    ask = ask == null ? Request.TOKEN : ask;
  }

  /** What everybody asks for. */
  public enum Request {
    /** A token, by one thread of each process. */
    @JsonProperty("token")
    TOKEN,
    /** A token, by two threads of each process. */
    @JsonProperty("two tokens")
    TWO_TOKENS,
    /** A call of the API. */
    @JsonProperty("call")
    CALL
  }

  /**
   * What is done to who asks.
   *
   * @param kind what
   * @param afterMillis how long after all have begun to ask
   */
  public record Trouble(Kind kind, int afterMillis) {
    /** What is done. */
    public enum Kind {
      /** Who holds the lock, or else the last process, is killed. */
      @JsonProperty("kill")
      KILL,
      /** The threads of every other process are interrupted. */
      @JsonProperty("interrupt")
      INTERRUPT,
      /** The last process logs out. */
      @JsonProperty("logout")
      LOGOUT
    }
  }

  /** Returns every round that is like this one but for one thing less. */
  List<Round> simpler() {
    List<Round> simpler = new ArrayList<>();
    if (trouble != null) {
      simpler.add(new Round(advanceSeconds, fault, revoke, ask, null));
    }
    if (fault != null) {
      simpler.add(new Round(advanceSeconds, null, revoke, ask, trouble));
    }
    if (revoke) {
      simpler.add(new Round(advanceSeconds, fault, false, ask, trouble));
    }
    if (ask != Request.TOKEN) {
      simpler.add(new Round(advanceSeconds, fault, revoke, Request.TOKEN, trouble));
    }
    if (advanceSeconds > 0) {
      simpler.add(new Round(0, fault, revoke, ask, trouble));
    }
    return simpler;
  }
}
