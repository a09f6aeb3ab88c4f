package dev.pawl.session;

import dev.pawl.cache.CacheAccess;
import dev.pawl.file.FileIdentity;
import dev.pawl.grant.GrantChanges;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.policy.Freshness;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.StorageProblem;
import dev.pawl.policy.Timeouts;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.profile.PublishedState;
import dev.pawl.profile.Snapshot;
import dev.pawl.refresh.LockedProfile;
import dev.pawl.refresh.RefreshCoordinator;
import dev.pawl.refresh.RefreshTransaction;
import dev.pawl.refresh.SharedContext;
import dev.pawl.token.Status;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One profile as a manager serves it: its board, its way to the lock, its broker. Thread-safe. */
public final class ManagedProfile {
  private final ProfileFiles profile;
  private final SharedContext premises;
  private final Host host;
  private final PublishedState board;
  private final RefreshCoordinator refresher;
  private final StatusListeners news;
  private final ProfileTokens broker;

  /**
   * The manager that a lane belongs to.
   *
   * @param listener to be told of news
   * @param closed whether the manager is
   */
  public record Host(Consumer<Status> listener, BooleanSupplier closed) {}

  /**
   * The lane of profile {@code name}.
   *
   * @param leads whether a caller who names no profile means this one, now
   */
  public ManagedProfile(SharedContext premises, String name, Host host, BooleanSupplier leads) {
    this.premises = premises;
    this.host = host;
    this.profile = premises.profile(name);
    CacheAccess cache = new CacheAccess(premises.cache(), name);
    this.board = new PublishedState(profile, cache, Freshness.spread(name), leads);
    this.refresher =
        new RefreshCoordinator(profile, demand -> new RefreshTransaction(desk(), rules(), demand));
    this.news = new StatusListeners(host.listener());
    this.broker = new ProfileTokens(profile, premises, board, refresher, news);
  }

  public String name() {
    return profile.name();
  }

  public ProfileFiles profile() {
    return profile;
  }

  public ProfileTokens broker() {
    return broker;
  }

  public RefreshCoordinator refresher() {
    return refresher;
  }

  public GrantChanges logins() {
    return new GrantChanges(this::desk, this::rules);
  }

  private LockedProfile desk() throws IOException {
    return new LockedProfile(
        profile, board, premises, new LockedProfile.Tenure(refresher.held(), host.closed()));
  }

  private SpendPolicy rules() {
    try {
      return premises.rules(profile.name());
    } catch (IOException e) {
      throw StorageProblem.of(e);
    }
  }

  /** Tells the listener that callers who name no profile get this one's tokens from now on. */
  public void announce() {
    news.announce(broker::status);
  }

  /** Runs {@code work} with the refresh lock held. */
  public <T> T exclusively(ProtectedThread.Work<T> work) {
    Timeouts timing = premises.timing();
    long deadline = premises.clock().deadline(timing.waitTimeout());
    T done = refresher.exclusively(work, deadline, timing.request());
    Snapshot unused = broker.look();
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
            RefreshTransaction.Taken unused =
                new RefreshTransaction(desk(), rules(), TokenRequirement.LOOK).take();
          }
          return done;
        });
  }
}
