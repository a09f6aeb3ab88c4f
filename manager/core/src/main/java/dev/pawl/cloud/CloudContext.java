package dev.pawl.cloud;

import dev.pawl.clock.TokenClock;
import dev.pawl.spi.Credential;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a vendor's library is to work with.
 *
 * @param platform that is chosen
 * @param environment variables that count
 * @param clock of the machine, or of a test
 * @param gates locks that all processes of the user respect
 */
public record CloudContext(
    CloudPlatform platform, Map<String, String> environment, TokenClock clock, Gates gates) {
  /** Checks that no part is missing. */
  public CloudContext {
    Objects.requireNonNull(platform, "platform");
    environment = Map.copyOf(environment);
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(gates, "gates");
  }

  /** What the end of {@code credential} says of it, where nobody else can be asked. */
  public CloudSession.Acceptance byItsEnd(Credential credential) {
    return credential.expiresAt() > clock.millis()
        ? CloudSession.Acceptance.ACCEPTED
        : CloudSession.Acceptance.REJECTED;
  }

  /**
   * Makes sure that the variables that begin with {@code prefix} are those of this process, which a
   * vendor's library reads: with others it would find somebody else's credentials. An empty one
   * counts as none.
   *
   * @param besides a variable that may differ, since the library takes it as an argument too
   * @param unread what this process may have besides, since the library is not led there
   * @throws CloudException MISCONFIGURED that names one that differs
   */
  public void requireSameVariables(String prefix, String besides, Set<String> unread)
      throws CloudException {
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      String own = System.getenv(name);
      if (name.startsWith(prefix)
          && !name.equals(besides)
          && !variable.getValue().equals(own == null ? "" : own)) {
        throw different(name);
      }
    }
    for (Map.Entry<String, String> own : System.getenv().entrySet()) {
      String name = own.getKey();
      boolean counts = name.startsWith(prefix) && !own.getValue().isEmpty();
      if (counts
          && !name.equals(besides)
          && !unread.contains(name)
          && environment.getOrDefault(name, "").isEmpty()) {
        throw different(name);
      }
    }
  }

  /** That the variable {@code name} is not that of this process. */
  public static CloudException different(String name) {
    return new CloudException(
        CloudException.Kind.MISCONFIGURED,
        name
            + " differs from that of this process, which is the one that the vendor's library reads",
        null);
  }

  /** Locks by name, among all processes of the user. */
  public interface Gates {
    /**
     * Waits for the lock {@code name}. Taken within the lock of a shared source, never around it.
     *
     * @throws CloudException UNAVAILABLE if it is held for too long, or the wait is interrupted
     */
    Gate enter(String name) throws CloudException;
  }

  /** A lock that is held until it is closed. */
  public interface Gate extends AutoCloseable {
    @Override
    void close();
  }
}
