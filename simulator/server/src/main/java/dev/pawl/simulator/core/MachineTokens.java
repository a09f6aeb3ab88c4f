package dev.pawl.simulator.core;

import dev.pawl.simulator.core.Family.RefreshToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Access tokens for principals that nobody logs in: machines and services. All tokens of one
 * principal are of one family, whose revocation takes them all and lets no more be issued. No entry
 * of the ledger is made: that is for whoever asks. Thread-safe.
 */
public final class MachineTokens {
  private static final int MOST = 20_000;

  private final Realm realm;
  private final Map<String, RefreshToken> principals = new ConcurrentHashMap<>();

  MachineTokens(Realm realm) {
    this.realm = realm;
  }

  /**
   * A token that was issued. Its text form shows none.
   *
   * @param family the principal's family
   * @param label its name in the ledger
   * @param value the token
   * @param expiry when it ends
   */
  public record Issued(String family, String label, String value, Instant expiry) {
    @Override
    public String toString() {
      return "Issued[" + label + ", expiry=" + expiry + "]";
    }
  }

  /** Returns the family of a principal, which begins now unless there is one. */
  public String family(String principal) {
    return known(principal).family.name;
  }

  /** Issues a token; empty if the principal's family was revoked. */
  public Optional<Issued> issue(String principal, Duration lifetime) {
    RefreshToken known = known(principal);
    Family family = known.family;
    family.lock.lock();
    try {
      if (!family.alive) {
        return Optional.empty();
      }
      AccessToken token = realm.registry().mintAccessToken(known, realm.now(), lifetime);
      return Optional.of(new Issued(family.name, token.label(), token.value(), token.expiry()));
    } finally {
      family.lock.unlock();
    }
  }

  private RefreshToken known(String principal) {
    if (principals.size() > MOST) {
      principals.clear(); // whoever comes again begins another family
    }
    return principals.compute(
        principal, (name, before) -> before != null && isThere(before) ? before : begun(name));
  }

  /* A reset forgets families. */
  private boolean isThere(RefreshToken token) {
    return realm.registry().family(token.family.name).filter(token.family::equals).isPresent();
  }

  private RefreshToken begun(String principal) {
    Set<String> scopes = new TreeSet<>(Set.of("machine"));
    return realm
        .registry()
        .mintRefreshToken(realm.registry().newFamily(principal, principal, scopes));
  }
}
