package dev.pawl.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the durable store holds for a profile: one generation of one login.
 *
 * @param generation monotonic number within the profile; login, refresh, switch and logout each add
 *     one; 0 before the first save
 * @param origin what made this generation
 * @param client to whom the grant belongs
 * @param tokens its secrets
 * @param extras fields of the stored form that this version does not know, kept as they are
 */
public record Grant(
    long generation,
    Origin origin,
    ClientRegistration client,
    TokenSet tokens,
    Map<String, @Nullable Object> extras) {

  /**
   * The highest generation that anything read may have: more than a refresh in each millisecond of
   * a century makes, and far from where a number wraps. What says more is not believed.
   */
  public static final long MAX_GENERATION = 1L << 52;

  /** What made a generation. */
  public enum Origin {
    /** Somebody logged in. */
    LOGIN,
    /** A refresh ahead of the access token's end. */
    REFRESH,
    /** A refresh because the access token was rejected before its end. */
    FORCED,
    /** Another tool changed the stored refresh token. */
    FOREIGN,
    /** Somebody logged out: a tombstone. */
    LOGOUT
  }

  /** Copies the extras. */
  public Grant {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(tokens, "tokens");
    extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
    if (tokens.grantType().isMinted()) {
      client = client.with(ReplayPolicy.FREE); // nothing is spent
    }
  }

  /** A login to be stored: the manager numbers it. */
  public static Grant login(ClientRegistration client, TokenSet tokens) {
    return new Grant(0, Origin.LOGIN, client, tokens, Map.of());
  }

  /** Whether this is the tombstone of a logout. */
  public boolean isTombstone() {
    return origin == Origin.LOGOUT;
  }

  /** Whether {@code generation} is one that may have been counted. */
  public static boolean isGeneration(long generation) {
    return generation >= 0 && generation <= MAX_GENERATION;
  }

  /** The next state of this login, made by {@code origin}. */
  public Grant next(long generation, Origin origin, TokenSet tokens) {
    return new Grant(generation, origin, client, tokens, extras);
  }

  /** Names the generation and its origin, never a secret. */
  @Override
  public String toString() {
    return "Grant[generation=" + generation + ", origin=" + origin + ", tokens=" + tokens + "]";
  }
}
