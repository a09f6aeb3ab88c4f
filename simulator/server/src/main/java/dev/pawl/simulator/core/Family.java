package dev.pawl.simulator.core;

import dev.pawl.simulator.core.operation.Service;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All tokens that descend from one login. Its lock guards everything in it, the ledger's entries
 * about it included. Refresh tokens that were spent long ago are forgotten: they count as spent,
 * out of any window.
 */
final class Family {
  private static final int REMEMBERED = 64;

  /* Where a refresh leaves its token good, as it does under some policies. */
  private static final int MOST = 10_000;

  final Service issuer;
  final int number;
  final String name;
  final String account;
  final String clientId;
  final Set<String> scopes;
  final Instant begunAt;
  final ReentrantLock lock = new ReentrantLock();
  final AccessTokens accessTokens = new AccessTokens();
  final AccessTokens keys = new AccessTokens();
  boolean alive = true;
  int spends;

  /** Of the key that the refresh tokens are bound to (RFC 9449, section 5); empty if to none. */
  String thumbprint = "";

  /** Whether the API wants its nonce in proofs. */
  boolean wantsNonce;

  private final NavigableMap<Integer, RefreshToken> refreshTokens = new ConcurrentSkipListMap<>();
  private volatile int generations;

  Family(
      Service issuer,
      int number,
      String account,
      String clientId,
      Set<String> scopes,
      Instant begunAt) {
    this.issuer = issuer;
    this.begunAt = begunAt;
    this.number = number;
    this.name = "F" + number;
    this.account = account;
    this.clientId = clientId;
    this.scopes = scopes;
  }

  String scope() {
    return String.join(" ", scopes);
  }

  /** Returns how many refresh tokens there have been; the next one has this number. */
  int generations() {
    return generations;
  }

  void add(RefreshToken token) {
    refreshTokens.put(token.number, token);
    generations = token.number + 1;
    RefreshToken old = refreshTokens.get(token.number - REMEMBERED);
    if (old != null && old.state != RefreshToken.State.CURRENT) {
      refreshTokens.remove(old.number);
    }
    refreshTokens.remove(token.number - MOST);
  }

  /** Returns the refresh token of that number, if it is not forgotten; needs no lock. */
  Optional<RefreshToken> refreshToken(int generation) {
    return Optional.ofNullable(refreshTokens.get(generation));
  }

  /** Returns the labels of the refresh tokens that are good to be spent. */
  List<String> current() {
    return refreshTokens.values().stream()
        .filter(token -> alive && token.state == RefreshToken.State.CURRENT)
        .map(token -> token.label)
        .toList();
  }

  void revoke() {
    alive = false;
    accessTokens.revokeAll();
  }

  /** A refresh token of a family; guarded by the family's lock. */
  static final class RefreshToken {
    enum State {
      /** Good to be spent. */
      CURRENT,
      /** Spent, with a successor. */
      SPENT,
      /** Killed unspent by a later sibling. */
      SUPERSEDED
    }

    final Family family;
    final int number;
    final String label;
    final String value;
    final Instant issuedAt;
    State state = State.CURRENT;
    @Nullable Instant spentAt;
    @Nullable RefreshToken successor;
    int extraUses;

    RefreshToken(Family family, int number, String label, String value, Instant issuedAt) {
      this.issuedAt = issuedAt;
      this.family = family;
      this.number = number;
      this.label = label;
      this.value = value;
    }
  }
}
