package dev.pawl;

import dev.pawl.directory.ProfileName;
import dev.pawl.grant.GrantImport;
import dev.pawl.refresh.locked.SharedContext;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProfileLogin;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.Status;
import dev.pawl.token.TokenException;
import java.util.Iterator;
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
 *     TokenManagers.open(TokenManager.builder().expectedProfiles(100_000))) {
 *   Token token = managers.manager("customer-4711").token();
 * }
 * }</pre>
 *
 * <p>Thread-safe, and safe for virtual threads.
 */
public final class TokenManagers implements AutoCloseable {
  private final SharedContext context;
  private final Consumer<Status> listener;
  private final ConcurrentMap<String, TokenManager> managers = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private TokenManagers(SharedContext context, Consumer<Status> listener) {
    this.context = context;
    this.listener = listener;
  }

  /**
   * Opens the state directory that {@code builder} describes for any number of profiles; {@link
   * TokenManager.Builder#profile} has no part in it.
   *
   * @throws TokenException as {@link TokenManager.Builder#build}
   */
  public static TokenManagers open(TokenManager.Builder builder) {
    return new TokenManagers(builder.context(), builder.listener());
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
    String name = ProfileName.checked(profile);
    TokenManager fresh = new TokenManager(context, name, listener, this::forget);
    TokenManager other = managers.putIfAbsent(name, fresh);
    if (closed) {
      fresh.close();
    }
    return other == null ? fresh : other;
  }

  private void forget(TokenManager manager) {
    managers.remove(manager.name(), manager);
  }

  /**
   * Stores many logins; a profile that has a login keeps it. Each is wholly there or not at all,
   * whatever happens meanwhile, and to run the same import again changes nothing: a login that was
   * imported and refreshed since is known by what it began with.
   *
   * @param logins are read one by one; what the iterator throws ends the import
   * @param progress is told of each login in their order, once it is on the disk
   * @throws TokenException FIX_CONFIGURATION if the disk refuses, TRY_LATER if the thread is
   *     interrupted; the logins that were told of are stored
   */
  public void importLogins(Iterator<ProfileLogin> logins, Consumer<LoginOutcome> progress) {
    requireOpen();
    new GrantImport(context, this::offer, progress).run(logins);
  }

  private LoginOutcome offer(String profile, Grant grant) {
    TokenManager present = managers.get(profile);
    TokenManager manager =
        present != null ? present : new TokenManager(context, profile, listener, this::forget);
    return manager.offer(grant);
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
    context.close();
  }
}
