package dev.pawl;

import dev.pawl.store.StateDirectory;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * The tokens of many profiles for one process: a gateway or connector that acts for many customers.
 * All managers share one state directory, one mapping of the cache and one descriptor of the lock
 * file, so a profile costs memory alone, and only from its first use on.
 *
 * <pre>{@code
 * try (TokenManagers managers =
 *     TokenManager.builder().expectedProfiles(100_000).buildMany()) {
 *   Token token = managers.manager("customer-4711").token();
 * }
 * }</pre>
 *
 * <p>Thread-safe, and safe for virtual threads.
 */
public final class TokenManagers implements AutoCloseable {
  private final Premises premises;
  private final Consumer<Status> listener;
  private final ConcurrentMap<String, TokenManager> managers = new ConcurrentHashMap<>();
  private volatile boolean closed;

  TokenManagers(Premises premises, Consumer<Status> listener) {
    this.premises = premises;
    this.listener = listener;
  }

  /**
   * The manager of {@code profile}, the same at each call until somebody closes it. To close it
   * lets go of its memory and of nothing else: the next call makes another.
   *
   * @throws IllegalArgumentException if no profile can have that name
   * @throws IllegalStateException if these managers are closed
   */
  public TokenManager manager(String profile) {
    TokenManager present = managers.get(profile);
    return present != null ? present : opened(profile);
  }

  private TokenManager opened(String profile) {
    requireOpen();
    String name = StateDirectory.profileName(profile);
    TokenManager fresh = new TokenManager(premises, name, listener, this::forget);
    TokenManager other = managers.putIfAbsent(name, fresh);
    if (closed) {
      fresh.close();
    }
    return other == null ? fresh : other;
  }

  private void forget(TokenManager manager) {
    managers.remove(manager.name(), manager);
  }

  /** How many profiles have a manager now. */
  public int size() {
    return managers.size();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the token managers are closed");
    }
  }

  /**
   * Closes every manager and lets go of the cache. Refreshes under way are finished and saved
   * nevertheless.
   */
  @Override
  public void close() {
    closed = true;
    List.copyOf(managers.values()).forEach(TokenManager::close);
    premises.close();
  }
}
