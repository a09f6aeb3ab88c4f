package dev.pawl.session;

import dev.pawl.cache.CacheAccess;
import dev.pawl.directory.Adoptions;
import dev.pawl.file.FileIdentity;
import dev.pawl.grant.GrantChanges;
import dev.pawl.grant.SoleLogin;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.policy.Freshness;
import dev.pawl.policy.Timeouts;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.profile.BillingWatch;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.profile.PublishedState;
import dev.pawl.profile.Snapshot;
import dev.pawl.refresh.BrokenSpend;
import dev.pawl.refresh.RefreshCoordinator;
import dev.pawl.refresh.RefreshResult;
import dev.pawl.refresh.RefreshTransaction;
import dev.pawl.refresh.locked.IssuerAccess;
import dev.pawl.refresh.locked.LockedProfile;
import dev.pawl.refresh.locked.SharedContext;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Grant;
import dev.pawl.store.fleet.Fleet;
import dev.pawl.store.fleet.FleetFollower;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.LogoutOutcome;
import dev.pawl.token.Status;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
  private final PublishedState shared;
  private volatile @Nullable RequestedTokens requested;

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
    this.shared = new PublishedState(profile, cache, Freshness.spread(name), leads);
    this.coordinator = new RefreshCoordinator(context, profile, shared, host.closed());
    this.listeners = new StatusListeners(host.listener());
    this.tokens = new ProfileTokens(profile, context, shared, coordinator, listeners);
    Fleet fleet = context.fleet();
    if (fleet != null) {
      fleet.follow(name, new Follower(host.closed()));
    }
  }

  /* What another host writes is published here, if nobody on this host is at it anyway. */
  private final class Follower implements FleetFollower.Reader {
    private final BooleanSupplier closed;

    Follower(BooleanSupplier closed) {
      this.closed = closed;
    }

    @Override
    public boolean isWanted() {
      return !closed.getAsBoolean();
    }

    @Override
    public FileIdentity seen() throws IOException {
      return profile.identity();
    }

    @Override
    public void look() {
      long deadline = context.clock().deadline(context.timeouts().waitTimeout());
      RefreshResult unused = coordinator.tryLook(deadline);
      Snapshot unusedLook = tokens.look(); // the listener is told
    }
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

  /** Its access tokens besides; made when one is asked for, which most never do. */
  public RequestedTokens requested() {
    RequestedTokens known = requested;
    if (known == null) {
      known = new RequestedTokens(name(), context, shared, coordinator, tokens);
      requested = known; // another one, made at the same time, is as good
    }
    return known;
  }

  public RefreshCoordinator coordinator() {
    return coordinator;
  }

  /** Tells the listener that callers who name no profile get this one's tokens from now on. */
  public void announce() {
    listeners.announce(tokens::status);
  }

  /** Stores {@code login}, if the way in which it is paid for is permitted. */
  public LoginOutcome login(Grant login) {
    return exclusively(storing(login));
  }

  /** Stores {@code login}, which nobody else has; revokes it if that fails. */
  public LoginOutcome loginOrRevoke(Grant login) {
    SoleLogin sole = new SoleLogin(login, storing(login));
    try {
      return exclusively(sole);
    } catch (RuntimeException | Error e) {
      if (sole.abandon()) {
        BrokenSpend.quietly(() -> revoked(login), e);
      }
      throw e;
    }
  }

  /* An interrupt of the caller, which may be why it was not stored, breaks off no revocation. */
  private boolean revoked(Grant login) {
    IssuerAccess issuer = new IssuerAccess(name(), context);
    var unused = ProtectedThread.start("pawl-revoke", () -> issuer.revoke(login)).join();
    return true;
  }

  private LockedProfile.Work<LoginOutcome> storing(Grant login) {
    BillingWatch watch = BillingWatch.logging(profile);
    Billing billing = Account.of(login).billing();
    return locked -> {
      String unused = watch.permitted(billing, BillingWatch.STORED_LOGIN);
      LoginOutcome outcome = new GrantChanges(locked).login(login);
      if (outcome.result() == LoginOutcome.Result.STORED) {
        watch.note(billing, BillingWatch.STORED_LOGIN);
      }
      return outcome;
    };
  }

  /** Stores {@code login} from the environment, if nobody is logged in and it was none before. */
  public boolean adopt(Grant login) {
    Adoptions adoptions = context.directory().adoptions();
    return exclusively(locked -> new GrantChanges(locked).adopt(login, adoptions));
  }

  /** Stores {@code login} of an import unless there is a login. */
  public LoginOutcome offer(Grant login) {
    return exclusively(locked -> new GrantChanges(locked).offer(login));
  }

  /** Erases the login. */
  public LogoutOutcome logout() {
    return exclusively(locked -> new GrantChanges(locked).logout());
  }

  private <T> T exclusively(LockedProfile.Work<T> work) {
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
        locked -> {
          T done = change.run();
          if (!profile.identity().equals(FileIdentity.ABSENT)) {
            RefreshResult unused = new RefreshTransaction(locked, TokenRequirement.LOOK).run();
          }
          return done;
        });
  }
}
