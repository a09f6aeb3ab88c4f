package dev.pawl.session;

import dev.pawl.authentication.ClientSecrets;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.clock.TokenClock;
import dev.pawl.policy.StorageProblem;
import dev.pawl.policy.Timeouts;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.profile.LoginRefusal;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.profile.PublishedState;
import dev.pawl.profile.PublishedVerdict;
import dev.pawl.profile.Snapshot;
import dev.pawl.profile.Snapshot.Answer;
import dev.pawl.profile.StatusReader;
import dev.pawl.refresh.LockQueue;
import dev.pawl.refresh.RefreshCoordinator;
import dev.pawl.refresh.RefreshResult;
import dev.pawl.refresh.locked.SharedContext;
import dev.pawl.refresh.locked.SpendPermits;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds a token that meets a requirement: from memory, from what was published, or by a transaction
 * under the refresh lock. Thread-safe.
 */
public final class ProfileTokens {
  private static final Logger LOG = System.getLogger(ProfileTokens.class.getName());
  private static final long UNSAVED_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long ELSEWHERE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ProfileFiles profile;
  private final TokenClock clock;
  private final Timeouts timeouts;
  private final PublishedState shared;
  private final RefreshCoordinator coordinator;
  private final StatusListeners listeners;
  private final SpendPermits permits;
  private final ClientSecrets secrets;

  private volatile Snapshot snapshot;
  private volatile @Nullable String limitedBy;
  private volatile long warnedOf;
  private volatile long lookedAt;
  private volatile long askedAt;

  ProfileTokens(
      ProfileFiles profile,
      SharedContext context,
      PublishedState shared,
      RefreshCoordinator coordinator,
      StatusListeners listeners) {
    this.profile = profile;
    this.clock = profile.clock();
    this.timeouts = context.timeouts();
    this.permits = context.permits();
    this.secrets = context.clientSecrets();
    this.shared = shared;
    this.coordinator = coordinator;
    this.listeners = listeners;
    this.snapshot = shared.look(null);
    listeners.tell(snapshot, () -> status(snapshot));
  }

  /**
   * The token that this process has, if it is what every process sees; null if that must be seen.
   */
  @Nullable
  public Token fresh() {
    try {
      Snapshot seen = snapshot;
      return seen.isFresh(clock.millis()) ? seen.token : null;
    } catch (InternalError e) {
      // the cache file was truncated under the mapping, which the JVM reports at any later point
      return null;
    }
  }

  /**
   * A token that meets {@code requirement}, waiting for it if need be.
   *
   * @throws TokenException if there is none
   */
  public Token obtain(TokenRequirement requirement) {
    long deadline = clock.deadline(timeouts.waitTimeout());
    boolean looked = false;
    while (true) {
      Snapshot seen = look();
      long now = clock.millis();
      if (clock.nanos() - deadline > 0) {
        return lastResort(requirement, coordinator.queue().busy());
      }
      if (!looked && (seen.outdated || shared.wantsSlot() || mayBeSaved(seen))) {
        looked = true;
        seen = reconciled(seen, requirement, now, deadline);
      }
      if (seen.answer(requirement, now) == Answer.SERVE && holds(seen)) {
        refreshAhead(seen, now);
        return Objects.requireNonNull(seen.token);
      }
      Token token = improve(seen, requirement, deadline);
      if (token != null) {
        return token;
      }
    }
  }

  /* A login whose process could not save it may lie where this one can save it from. */
  private boolean mayBeSaved(Snapshot seen) {
    if (seen.entry.verdict() != Verdict.UNSAVED) {
      return false;
    }
    long now = clock.nanos();
    boolean due = lookedAt == 0 || now - lookedAt >= UNSAVED_NANOS;
    if (due) {
      lookedAt = now;
    }
    return due;
  }

  /* The files have changed, or a slot is wanting: whoever gets the lock at once tells all. */
  private Snapshot reconciled(
      Snapshot seen, TokenRequirement requirement, long now, long deadline) {
    boolean told =
        seen.answer(requirement, now) == Answer.SERVE && coordinator.tryLook(deadline) != null;
    return told ? look() : seen;
  }

  /* What was published before the files changed is served only if the store still says the same;
   * else an erased login would be, or a token that has no generation of its own yet. */
  private boolean holds(Snapshot seen) {
    return !seen.outdated || shared.isStored(seen);
  }

  private void refreshAhead(Snapshot seen, long now) {
    boolean due =
        now >= seen.freshness.adviseAt()
            && now >= seen.entry.cooldown().until()
            && (seen.entry.verdict() == Verdict.GOOD || PublishedVerdict.isDue(seen.entry, now));
    String issuer = limitedBy;
    if (due
        && (issuer == null || !permits.areOut(issuer))
        && secrets.problem(profile.name()) == null) {
      coordinator.tryRefresh(TokenRequirement.AHEAD, this::limited);
    }
  }

  /** Waits for a better token; null if there are news to look at. */
  private @Nullable Token improve(Snapshot seen, TokenRequirement requirement, long deadline) {
    long now = clock.millis();
    TokenException refusal =
        seen.outdated || isNewsElsewhere() ? null : refusal(seen, requirement, now);
    try {
      if (refusal != null) {
        return afterShortPause(refusal, seen, requirement, deadline);
      }
      RefreshResult result =
          coordinator.refresh(
              seen, this::look, requirement, waitTimeout(seen, requirement, deadline));
      if (result instanceof RefreshResult.Limited out) {
        return afterPermit(out.issuer(), seen, requirement, deadline);
      }
      return result == null ? null : outcome(result, requirement);
    } catch (TokenException e) {
      return lastResort(requirement, e);
    } catch (IOException e) {
      return lastResort(requirement, StorageProblem.of(e));
    }
  }

  /* Another host may have ended what this one refuses: its store is asked first, now and then. */
  private boolean isNewsElsewhere() {
    long now = clock.nanos();
    boolean due = profile.fleet() != null && (askedAt == 0 || now - askedAt >= ELSEWHERE_NANOS);
    if (due) {
      askedAt = now;
    }
    return due;
  }

  /* What is refused is published, but not why; nor with which secret, which may be another by now. */
  private @Nullable TokenException refusal(Snapshot seen, TokenRequirement requirement, long now) {
    if (seen.entry.verdict() != Verdict.MISCONFIGURED || PublishedVerdict.isDue(seen.entry, now)) {
      return PublishedVerdict.refusal(seen, requirement, now, profile.name());
    }
    LoginRefusal refusal = LoginRefusal.to(profile);
    return refusal == null ? null : refusal.problem();
  }

  private void limited(String issuer) {
    limitedBy = issuer;
  }

  /* Whoever has a token that has not ended does not wait for others' spends. */
  private @Nullable Token afterPermit(
      String issuer, Snapshot seen, TokenRequirement requirement, long deadline)
      throws IOException {
    limited(issuer);
    if (seen.answer(requirement, clock.millis()) != Answer.WAIT) {
      throw permits.exhausted(issuer);
    }
    permits.reserve(issuer, () -> LockQueue.isNews(seen, look()), deadline);
    return null;
  }

  private @Nullable Token afterShortPause(
      TokenException refusal, Snapshot seen, TokenRequirement requirement, long deadline) {
    boolean worthIt =
        refusal.reason() == TokenException.Reason.TRY_LATER
            && seen.answer(requirement, clock.millis()) == Answer.WAIT
            && coordinator.queue().pauseIfShort(refusal.retryAfter(), deadline);
    if (!worthIt) {
      throw refusal;
    }
    return null;
  }

  private @Nullable Token outcome(RefreshResult result, TokenRequirement requirement) {
    if (result instanceof RefreshResult.Unsaved) {
      Snapshot seen = look();
      return seen.entry.verdict() == Verdict.UNSAVED ? seen.token : null;
    }
    TokenException problem = result.problem();
    if (problem == null && requirement.least() == 0) {
      return null;
    }
    Snapshot seen = look();
    if (seen.answer(requirement, clock.millis()) == Answer.SERVE && holds(seen)) {
      return seen.token;
    }
    throw problem == null ? PublishedVerdict.endsSoon(profile.name()) : problem;
  }

  /* A token that has not ended is better than an error, unless it is known to be rejected. */
  private Token lastResort(TokenRequirement requirement, TokenException problem) {
    Snapshot seen = look();
    long now = clock.millis();
    if (seen.answer(requirement, now) != Answer.WAIT && holds(seen)) {
      warn(seen);
      return Objects.requireNonNull(seen.token);
    }
    throw problem;
  }

  /* Once for a token: whoever gets a 401 for it should know why. */
  private void warn(Snapshot seen) {
    if (!seen.freshness.isEndKnown() && warnedOf != seen.entry.generation()) {
      warnedOf = seen.entry.generation();
      LOG.log(
          Level.WARNING,
          "profile {0}: {1}, and it could not be refreshed",
          profile.name(),
          PublishedVerdict.AHEAD);
    }
  }

  private long waitTimeout(Snapshot seen, TokenRequirement requirement, long deadline) {
    if (seen.answer(requirement, clock.millis()) == Answer.WAIT) {
      return deadline;
    }
    long brief = clock.nanos() + Duration.ofSeconds(5).toNanos();
    return brief - deadline < 0 ? brief : deadline;
  }

  /** Takes a fresh look, remembers it and tells the listener what is new. */
  Snapshot look() {
    Snapshot seen = shared.look(snapshot);
    snapshot = seen;
    listeners.tell(seen, () -> status(seen));
    return seen;
  }

  /** The state as it is published; never refreshes, takes no lock, changes nothing. */
  public Status status() {
    return new StatusReader(profile, shared).status();
  }

  private Status status(Snapshot seen) {
    return PublishedVerdict.status(seen, profile.name(), shared.engine(), clock.millis());
  }
}
