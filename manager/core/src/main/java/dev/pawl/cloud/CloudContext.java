package dev.pawl.cloud;

import dev.pawl.clock.TokenClock;
import java.util.Map;
import java.util.Objects;

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
