package dev.pawl.session;

import dev.pawl.cache.CacheAccess;
import dev.pawl.file.FileIdentity;
import dev.pawl.grant.GrantChanges;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.policy.Freshness;
import dev.pawl.policy.Timeouts;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.profile.PublishedState;
import dev.pawl.profile.Snapshot;
import dev.pawl.refresh.RefreshCoordinator;
import dev.pawl.refresh.RefreshResult;
import dev.pawl.refresh.RefreshTransaction;
import dev.pawl.refresh.locked.SharedContext;
import dev.pawl.token.Status;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One profile as a manager serves it: what was published, its way to the lock, its tokens.
 * Thread-safe.
 */
public final class ManagedProfile {
  private final ProfileFiles profile;
  private final SharedContext context;
  private final RefreshCoordinator coordinator;
  private final StatusListeners listeners;
  private final ProfileTokens tokens;

  /**
   * The manager that serves it.
   *
   * @param listener to be told of news
   * @param closed whether the manager is
   */
  public record Host(Consumer<Status> listener, BooleanSupplier closed) {}

  /**
   * Profile {@code name}, to be served.
   *
   * @param leads whether a caller who names no profile means this one, now
   */
  public ManagedProfile(SharedContext context, String name, Host host, BooleanSupplier leads) {
    this.context = context;
    this.profile = context.profile(name);
    CacheAccess cache = new CacheAccess(context.cache(), name);
    PublishedState shared = new PublishedState(profile, cache, Freshness.spread(name), leads);
    this.coordinator = new RefreshCoordinator(context, profile, shared, host.closed());
    this.listeners = new StatusListeners(host.listener());
    this.tokens = new ProfileTokens(profile, context, shared, coordinator, listeners);
  }

  public String name() {
    return profile.name();
  }

  public ProfileFiles profile() {
    return profile;
  }

  public ProfileTokens tokens() {
    return tokens;
  }

  public RefreshCoordinator coordinator() {
    return coordinator;
  }

  /** Changes of its login; each needs the lock. */
  public GrantChanges logins() {
    return new GrantChanges(coordinator);
  }

  /** Tells the listener that callers who name no profile get this one's tokens from now on. */
  public void announce() {
    listeners.announce(tokens::status);
  }

  /** Runs {@code work} with the refresh lock held. */
  public <T> T exclusively(ProtectedThread.Work<T> work) {
    Timeouts timeouts = context.timeouts();
    long deadline = context.clock().deadline(timeouts.waitTimeout());
    T done = coordinator.exclusively(work, deadline, timeouts.request());
    Snapshot unused = tokens.look();
    return done;
  }

  /**
   * Makes {@code change} and then has every reader of this profile look again, at their next call.
   */
  public <T> T handOver(ProtectedThread.Work<T> change) {
    return exclusively(
        () -> {
          T done = change.run();
          if (!profile.identity().equals(FileIdentity.ABSENT)) {
            RefreshResult unused =
                new RefreshTransaction(coordinator.locked(), TokenRequirement.LOOK).run();
          }
          return done;
        });
  }
}
