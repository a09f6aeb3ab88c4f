package dev.pawl.simulator.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All tokens that descend from one login. Its lock guards everything in it, the ledger's entries
 * about it included.
 */
final class Family {
  final String name;
  final String account;
  final String clientId;
  final Set<String> scopes;
  final ReentrantLock lock = new ReentrantLock();
  final List<RefreshToken> refreshTokens = new ArrayList<>();
  final List<AccessToken> accessTokens = new ArrayList<>();
  boolean alive = true;
  int spends;

  Family(String name, String account, String clientId, Set<String> scopes) {
    this.name = name;
    this.account = account;
    this.clientId = clientId;
    this.scopes = scopes;
  }

  String scope() {
    return String.join(" ", scopes);
  }

  void revoke() {
    alive = false;
    revokeAccessTokens();
  }

  void revokeAccessTokens() {
    accessTokens.forEach(token -> token.revoked = true);
  }

  void revokeAccessTokensOf(RefreshToken refreshToken) {
    accessTokens.stream()
        .filter(token -> token.issuedWith == refreshToken)
        .forEach(token -> token.revoked = true);
  }
}
