package dev.pawl.simulator.core;

import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/**
 * The access tokens of a family by number, a few bytes each; guarded by the family's lock. Those
 * that ended long ago are forgotten: they count as ended, whatever else became of them.
 */
final class AccessTokens {
  private static final int REMEMBERED = 1024;
  private static final int SHOWN = 100;

  /* Of those that have not ended. */
  private static final int MOST = 100_000;
  private static final int MOST_CLAIMED = 1000;

  private long[] expirySeconds = new long[16];
  private int[] expiryNanos = new int[16];
  private int[] issuedWith = new int[16];
  private BitSet revoked = new BitSet();
  private final NavigableMap<Integer, Set<String>> narrowed = new ConcurrentSkipListMap<>();
  private final NavigableMap<Integer, String> bound = new ConcurrentSkipListMap<>();
  private final NavigableMap<Integer, Set<String>> aimed = new ConcurrentSkipListMap<>();
  private final NavigableMap<Integer, String> claimed = new ConcurrentSkipListMap<>();
  private int first;
  private int end;

  /** Adds a token and returns its number, from 0. */
  int add(Instant now, Instant expiry, int refreshToken) {
    forget(now);
    if (end - first == issuedWith.length) {
      int larger = 2 * issuedWith.length;
      expirySeconds = Arrays.copyOf(expirySeconds, larger);
      expiryNanos = Arrays.copyOf(expiryNanos, larger);
      issuedWith = Arrays.copyOf(issuedWith, larger);
    }
    expirySeconds[end - first] = expiry.getEpochSecond();
    expiryNanos[end - first] = expiry.getNano();
    issuedWith[end - first] = refreshToken;
    return end++;
  }

  private void forget(Instant now) {
    int known = end - first;
    int ended = 0;
    while (known - ended > REMEMBERED
        && (known - ended > MOST || !expiry(first + ended).isAfter(now))) {
      ended++;
    }
    if (ended >= REMEMBERED) {
      System.arraycopy(expirySeconds, ended, expirySeconds, 0, known - ended);
      System.arraycopy(expiryNanos, ended, expiryNanos, 0, known - ended);
      System.arraycopy(issuedWith, ended, issuedWith, 0, known - ended);
      revoked = revoked.get(ended, known);
      first += ended;
      narrowed.headMap(first).clear();
      bound.headMap(first).clear();
      aimed.headMap(first).clear();
      claimed.headMap(first).clear();
    }
  }

  /** Notes that a token has fewer scopes than its family. */
  void narrow(int number, Set<String> scopes) {
    narrowed.put(number, scopes);
  }

  /** Returns the scopes of a token that has fewer than its family. */
  Optional<Set<String>> narrowed(int number) {
    return Optional.ofNullable(narrowed.get(number));
  }

  /** Notes the thumbprint of the key that a token is bound to. */
  void bind(int number, String thumbprint) {
    bound.put(number, thumbprint);
  }

  /** Returns the thumbprint of the key that a token is bound to; empty if to none. */
  String thumbprint(int number) {
    return bound.getOrDefault(number, "");
  }

  /** Notes whom a token is for. */
  void aim(int number, Set<String> targets) {
    aimed.put(number, targets);
  }

  /** Returns whom a token is for; empty for anybody. */
  Set<String> targets(int number) {
    return aimed.getOrDefault(number, Set.of());
  }

  /** Notes the claims that the last token was asked for with. */
  void claimLast(String claims) {
    claimed.put(end - 1, claims);
    if (claimed.size() > MOST_CLAIMED) {
      claimed.pollFirstEntry();
    }
  }

  /** Returns the claims that a token was asked for with; empty if none. */
  String claims(int number) {
    return claimed.getOrDefault(number, "");
  }

  /** Returns how many there have been. */
  int count() {
    return end;
  }

  /** Returns the time from which on a token is not accepted. */
  Instant expiry(int number) {
    return number < first
        ? Instant.MIN
        : Instant.ofEpochSecond(expirySeconds[number - first], expiryNanos[number - first]);
  }

  boolean isRevoked(int number) {
    return number >= first && revoked.get(number - first);
  }

  void revoke(int number) {
    if (number >= first) {
      revoked.set(number - first);
    }
  }

  /** Ends all: they count as ended, whatever a clock says. */
  void endAll() {
    Arrays.fill(expirySeconds, 0, end - first, Instant.MIN.getEpochSecond());
    Arrays.fill(expiryNanos, 0, end - first, 0);
  }

  void revokeAll() {
    revoked.set(0, end - first);
  }

  /** Revokes the tokens that were issued with a refresh token, by its number. */
  void revokeIssuedWith(int refreshToken) {
    for (int i = 0; i < end - first; i++) {
      if (issuedWith[i] == refreshToken) {
        revoked.set(i);
      }
    }
  }

  /**
   * Returns the numbers of those that are neither ended nor revoked, the latest hundred at most.
   */
  List<Integer> usable(Instant now) {
    List<Integer> usable =
        IntStream.range(first, end)
            .filter(number -> !isRevoked(number) && now.isBefore(expiry(number)))
            .boxed()
            .toList();
    return usable.subList(Math.max(0, usable.size() - SHOWN), usable.size());
  }
}
