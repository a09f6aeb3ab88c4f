package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.core.Secrets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The temporary credentials that are known, and which login each set comes from. The end of a login
 * does not end them, as at AWS. The latest hundred thousand are remembered. Thread-safe.
 */
final class CredentialGraph {
  private static final int REMEMBERED = 100_000;

  private final Secrets secrets;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final Map<String, RoleCredentials> byKey =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RoleCredentials> eldest) {
          return size() > REMEMBERED;
        }
      };

  CredentialGraph(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * Makes credentials.
   *
   * @param family the login that they come from; else the service that gives them
   */
  synchronized RoleCredentials mint(String family, AssumedRole role, Instant expiration) {
    int number = numbers.merge(family, 1, Integer::sum) - 1;
    String label = family + ".role" + number;
    RoleCredentials made =
        new RoleCredentials(
            label,
            family,
            role,
            "SIM" + secrets.capitals("key " + label),
            secrets.value("secret", label),
            secrets.value("session", label),
            expiration);
    byKey.put(made.accessKeyId(), made);
    return made;
  }

  synchronized Optional<RoleCredentials> find(String accessKeyId) {
    return Optional.ofNullable(byKey.get(accessKeyId));
  }

  /** Has credentials end now, whatever their owner was told. */
  synchronized void expire(Predicate<RoleCredentials> which, Instant now) {
    byKey.replaceAll(
        (key, each) ->
            which.test(each) && now.isBefore(each.expiration()) ? each.expiration(now) : each);
  }

  /** Has credentials be unknown, as if their role had been deleted. */
  synchronized void forget(Predicate<RoleCredentials> which) {
    byKey.values().removeIf(which);
  }

  /** Returns the secrets by label. */
  synchronized Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    byKey
        .values()
        .forEach(
            each -> {
              values.put(each.label() + ".secret", each.secretAccessKey());
              values.put(each.label() + ".session", each.sessionToken());
            });
    return values;
  }

  synchronized void clear() {
    secrets.renew();
    byKey.clear();
    numbers.clear();
  }
}
