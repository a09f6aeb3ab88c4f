package dev.pawl.spi;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one generation and their times.
 *
 * @param access the access token; null if only a refresh token is known
 * @param issuedAt when the request that brought the access token was sent, epoch milliseconds
 * @param expiresAt when the access token ends, epoch milliseconds; {@link Long#MAX_VALUE} if never
 * @param refresh the refresh token; null if there is none; of a login whose tokens are minted
 *     without one, what {@link #minted} put there
 * @param requested access tokens besides, by the keys of the requests that they were got for
 */
public record TokenSet(
    @Nullable String access,
    long issuedAt,
    long expiresAt,
    @Nullable String refresh,
    Map<String, RequestedToken> requested) {
  /* Whoever asks for more has the one replaced that ends first. */
  private static final int MOST_REQUESTED = 64;

  /* In all, with their keys: whatever keeps a login has room for them beside its own tokens. */
  private static final int MOST_CHARACTERS = 64 << 10;

  /** Copies the map. */
  public TokenSet {
    requested = requested.isEmpty() ? Map.of() : Map.copyOf(requested);
  }

  /** Tokens with none besides. */
  public TokenSet(
      @Nullable String access, long issuedAt, long expiresAt, @Nullable String refresh) {
    this(access, issuedAt, expiresAt, refresh, Map.of());
  }

  /**
   * No token yet: the first is minted as all that follow, by {@code type}. What takes the place of
   * the refresh token is no secret and is sent nowhere.
   *
   * @throws IllegalStateException if that type needs a refresh token
   */
  public static TokenSet minted(GrantType type) {
    return ofRefresh(type.standIn());
  }

  /** The same after a refresh brought {@code next} in the place of its refresh token. */
  public TokenSet refreshed(@Nullable String next) {
    return new TokenSet(access, issuedAt, expiresAt, next, requested);
  }

  /** The same with those access tokens besides of {@code others} that have not ended by then. */
  public TokenSet keeping(TokenSet others, long now) {
    Map<String, RequestedToken> kept = new HashMap<>(others.requested);
    kept.values().removeIf(token -> token.expiresAt() <= now);
    return new TokenSet(access, issuedAt, expiresAt, refresh, kept);
  }

  /**
   * The same with {@code token} for the request of that key. At most 64 are kept, of 64 KiB in all
   * with their keys: those that end first give way. One that is longer than that is left out.
   */
  public TokenSet with(String key, RequestedToken token) {
    Map<String, RequestedToken> all = new HashMap<>(requested);
    all.remove(key);
    long room = MOST_CHARACTERS - length(key, token);
    if (room >= 0) {
      while (all.size() >= MOST_REQUESTED || length(all) > room) {
        removeFirstToEnd(all);
      }
      all.put(key, token);
    }
    return new TokenSet(access, issuedAt, expiresAt, refresh, all);
  }

  private static void removeFirstToEnd(Map<String, RequestedToken> all) {
    Comparator<Map.Entry<String, RequestedToken>> byEnd =
        Comparator.comparingLong(one -> one.getValue().expiresAt());
    all.remove(Collections.min(all.entrySet(), byEnd).getKey());
  }

  private static long length(Map<String, RequestedToken> all) {
    return all.entrySet().stream().mapToLong(one -> length(one.getKey(), one.getValue())).sum();
  }

  private static long length(String key, RequestedToken token) {
    return (long) key.length() + token.access().length();
  }

  /** How the next access token is got. */
  public GrantType grantType() {
    return GrantType.of(refresh);
  }

  /** Only a refresh token, to be spent for the first access token. */
  public static TokenSet ofRefresh(String refresh) {
    return new TokenSet(null, 0, 0, refresh);
  }

  /** The fingerprint of the refresh token; null if there is none. */
  public @Nullable Fingerprint fingerprint() {
    return refresh == null ? null : Fingerprint.of(refresh);
  }

  /** Says when the tokens end, never what they are. */
  @Override
  public String toString() {
    return "Tokens[access="
        + (access == null ? "absent" : "redacted")
        + ", expiresAt="
        + expiresAt
        + ", refresh="
        + (refresh == null ? "absent" : "redacted")
        + "]";
  }
}
