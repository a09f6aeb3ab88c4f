package dev.pawl.sharing;

import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.clock.TokenClock;
import dev.pawl.file.FileIdentity;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.policy.Timeouts;
import dev.pawl.source.ShareableSource;
import dev.pawl.source.SourceException;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One question to a shared source: another look at the slot, the question, the answer put into the
 * slot. Runs on a thread of Pawl's own with the slot's lock held; the JVM's exit breaks it off.
 */
final class SharedFetch {
  private static final Duration LAST_WORK = Duration.ofSeconds(2);

  private final ShareableSource source;
  private final SharedCredentialSlot slot;
  private final TokenClock clock;

  SharedFetch(ShareableSource source, SharedCredentialSlot slot, TokenClock clock) {
    this.source = source;
    this.slot = slot;
    this.clock = clock;
  }

  /** For a caller who waits; brings nothing if another look at the slot tells more. */
  ProtectedThread.Work<Optional<Credential>> forCaller(SharedDemand demand) {
    return () -> {
      SharedAnswer seen = look();
      long now = clock.millis();
      Fingerprint rejected = demand.rejected();
      boolean settled =
          demand.isMetBy(seen, now)
              || isLeftAlone(demand, seen, now)
              || (seen.isRejected(rejected)
                  && seen.rejectionPause(Timeouts.DEFAULT.rejection(), now) > 0);
      if (settled) {
        return Optional.empty();
      }
      return Optional.of(
          demand.isNearlyMetBy(seen, now)
              ? longer(seen, demand)
              : ask(seen, demand, () -> source.answer(rejected, demand.claims(), demand.files())));
    };
  }

  /* What is there has not ended: nobody is bothered for more of it, and no failure takes it away. */
  private Credential longer(SharedAnswer seen, SharedDemand demand) {
    try {
      return ask(seen, demand, () -> ahead(demand.files()));
    } catch (IOException e) {
      return seen.credential(demand.terms().kind());
    }
  }

  private ShareableSource.Answer ahead(List<FileIdentity> files) throws IOException {
    return new ShareableSource.Answer(source.mintAhead(), files);
  }

  /** For nobody in particular: the credential is old, but usable. */
  ProtectedThread.Work<Optional<Credential>> ahead(SharedDemand demand) {
    return () -> {
      SharedAnswer seen = look();
      long now = clock.millis();
      boolean due = demand.isStale(seen, now) && seen.cooldown(false, now) == 0;
      return due ? Optional.of(ask(seen, demand, () -> ahead(demand.files()))) : Optional.empty();
    };
  }

  private SharedAnswer look() {
    slot.prepare();
    return SharedAnswer.of(slot.look());
  }

  /** Whether nobody asks the source for now who has nothing; a login that has come ends that. */
  boolean isLeftAlone(SharedDemand demand, SharedAnswer seen, long now) {
    return demand.cooldown(seen, now) > 0
        && !(seen.isLoginWanted() && seen.isFollowedByLogin(source.lastLogin(), now));
  }

  private Credential ask(
      SharedAnswer seen, SharedDemand demand, ProtectedThread.Work<ShareableSource.Answer> question)
      throws IOException {
    Fingerprint rejected = demand.rejected();
    List<FileIdentity> files = demand.files();
    SharedAnswer known = seen;
    if (seen.isRejected(rejected)) {
      known = SharedAnswer.of(seen.rejected());
      slot.put(known.entry());
    }
    try {
      ShareableSource.Answer fresh = ProtectedThread.endingAtExit(LAST_WORK, question);
      slot.put(known.next(fresh.credential(), fresh.from(), clock.millis()));
      return fresh.credential();
    } catch (IOException e) {
      /* Interrupted by the JVM's exit alone: that says nothing about the source. */
      if (!Thread.currentThread().isInterrupted()) {
        slot.put(known.failed(verdict(known, e), wish(e), files, clock.millis()));
      }
      throw e;
    }
  }

  private static long wish(IOException e) {
    return e instanceof SourceException problem ? problem.retryAfter().toMillis() : 0;
  }

  /* While there is a credential that can be used, nobody is told of anything worse. */
  private Verdict verdict(SharedAnswer known, IOException e) {
    if (!(e instanceof SourceException problem) || known.isUsable(null, clock.millis())) {
      return Verdict.GOOD;
    }
    return switch (problem.reason()) {
      case LOG_IN -> Verdict.LOGIN_REQUIRED;
      case FIX_CONFIGURATION -> Verdict.MISCONFIGURED;
      case TRY_LATER -> Verdict.GOOD;
    };
  }
}
