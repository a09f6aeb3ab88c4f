package dev.pawl.policy;

import dev.pawl.clock.TokenClock;
import dev.pawl.token.TokenRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of a token; every path asks the same question with another requirement.
 *
 * @param rejected the generation that a resource server rejected: only a newer one will do; 0 if
 *     none
 * @param ahead whether a token in its advisory window is too old
 * @param spend whether the refresh token may be spent to meet the requirement
 * @param least how much life the token must have left, milliseconds; 0 if the windows decide alone
 * @param request what the token is to be good for; null for the login's own
 * @param claims what a resource server wants a newer token to be made for, a JSON object; empty if
 *     none named any
 */
public record TokenRequirement(
    long rejected,
    boolean ahead,
    boolean spend,
    long least,
    @Nullable TokenRequest request,
    String claims) {
  /** Claims that a process named which is dead. */
  public static final String FORGOTTEN_CLAIMS = "{}";

  private static final int LONGEST_CLAIMS = 4_096;

  private TokenRequirement(long rejected, boolean ahead, boolean spend, long least) {
    this(rejected, ahead, spend, least, null, "");
  }

  /** Any usable token. */
  public static final TokenRequirement USABLE = new TokenRequirement(0, false, true, 0);

  /** A token that is not about to end: the refresh ahead of time. */
  public static final TokenRequirement AHEAD = new TokenRequirement(0, true, true, 0);

  /** Only a look at the store, to publish what it says. */
  public static final TokenRequirement LOOK = new TokenRequirement(Long.MIN_VALUE, false, false, 0);

  /** A token newer than the rejected one. */
  public static TokenRequirement newerThan(long rejected) {
    return new TokenRequirement(rejected, false, true, 0);
  }

  /** A token with at least so much life left. */
  public static TokenRequirement lasting(Duration least) {
    return new TokenRequirement(0, false, true, TokenClock.bounded(least).toMillis());
  }

  /** This requirement, with one more generation that will not do. */
  public TokenRequirement orNewerThan(long rejectedToo) {
    return rejectedToo > rejected && spend
        ? new TokenRequirement(rejectedToo, ahead, true, least, request, claims)
        : this;
  }

  /** This requirement of a token for {@code other}. */
  public TokenRequirement of(TokenRequest other) {
    return new TokenRequirement(rejected, ahead, spend, least, other, claims);
  }

  /**
   * This requirement, of a token that is made for {@code others} if one is made.
   *
   * @throws IllegalArgumentException if they are longer than any server takes
   */
  public TokenRequirement with(String others) {
    Objects.requireNonNull(others, "claims");
    if (others.length() > LONGEST_CLAIMS) {
      throw new IllegalArgumentException(
          "claims have at most " + LONGEST_CLAIMS + " characters, not " + others.length());
    }
    return new TokenRequirement(rejected, ahead, spend, least, request, others);
  }

  /**
   * Whether more is asked for than the login's own token, so that a refusal says nothing of the
   * login.
   */
  public boolean asksForMore() {
    return request != null || !claims.isEmpty();
  }

  /** What the token endpoint is asked for besides the grant itself. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (request != null) {
      parameters.putAll(request.parameters());
    }
    if (!claims.isEmpty()) {
      parameters.put("claims", claims);
    }
    return parameters;
  }

  /** Whether a token of {@code generation} meets the requirement at time {@code now}. */
  public boolean accepts(long generation, Freshness freshness, long now) {
    return generation > rejected
        && now < (ahead ? freshness.adviseAt() : freshness.mandatoryAt())
        && (least == 0 || freshness.lasts(least, now));
  }
}
