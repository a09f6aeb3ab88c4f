package dev.pawl.grant;

import dev.pawl.cache.CacheAccess;
import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.SlotRecord.Cooldown;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.directory.BulkGrantWriter;
import dev.pawl.directory.ProfileName;
import dev.pawl.file.FileIdentity;
import dev.pawl.lock.KernelLock;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.policy.Interruption;
import dev.pawl.policy.StorageProblem;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.profile.PublishedState;
import dev.pawl.refresh.locked.SharedContext;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProfileLogin;
import dev.pawl.store.FileStore;
import dev.pawl.store.StoreChoice;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.LoginOutcome.Result;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The storing of many logins. A profile of which nothing is stored yet costs one sync, and one more
 * a batch and directory; all others go the way of a single login. An outcome is told when it is on
 * the disk. Used once, by one thread.
 */
public final class GrantImport {
  private static final int BATCH = 4_096;

  private final SharedContext context;
  private final BiFunction<String, Grant, LoginOutcome> single;
  private final Consumer<LoginOutcome> progress;
  private final BulkGrantWriter intake;
  private String place = "";
  private final List<LoginOutcome> batch = new ArrayList<>();

  /**
   * An import into {@code context}.
   *
   * @param single offers a grant to a profile that may have one
   * @param progress is told of each outcome
   */
  public GrantImport(
      SharedContext context,
      BiFunction<String, Grant, LoginOutcome> single,
      Consumer<LoginOutcome> progress) {
    this.context = context;
    this.single = single;
    this.progress = progress;
    this.intake = new BulkGrantWriter(context.directory());
  }

  /** Stores all of {@code logins}; what was stored stays if it throws. */
  public void run(Iterator<ProfileLogin> logins) {
    try {
      while (logins.hasNext()) {
        batch.add(outcome(logins.next()));
        if (batch.size() >= BATCH) {
          settle();
        }
        if (Thread.currentThread().isInterrupted()) {
          throw Interruption.kept();
        }
      }
    } finally {
      settle();
    }
  }

  private void settle() {
    try {
      ProtectedThread.start("pawl-import", this::settled).join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof IOException
          ? TokenException.fixConfiguration(String.valueOf(cause.getMessage()), cause)
          : e;
    }
    List<LoginOutcome> told = List.copyOf(batch);
    batch.clear();
    told.forEach(progress);
  }

  private boolean settled() throws IOException {
    intake.settle();
    return true;
  }

  private LoginOutcome outcome(ProfileLogin login) {
    try {
      String name = ProfileName.checked(login.profile());
      LoginCheck.require(login.grant());
      Grant marked = OriginalToken.markedOn(login.grant());
      return admitted(name, marked)
          ? new LoginOutcome(name, Result.STORED, null)
          : single.apply(name, marked);
    } catch (IllegalArgumentException e) {
      return new LoginOutcome(login.profile(), Result.FAILED, e.getMessage());
    } catch (IOException e) {
      throw StorageProblem.of(e);
    } catch (TokenException e) {
      if (e.getCause() instanceof IOException) {
        throw e; // the disk: all that follow would fail as well
      }
      return new LoginOutcome(login.profile(), Result.FAILED, e.getMessage());
    }
  }

  private boolean isForFiles() throws IOException {
    if (context.fleet() != null) {
      return false; // each goes to its record, as a single login does
    }
    if (place.isEmpty()) {
      String wanted = new StoreChoice(context.settings(), context.vaults()).wanted();
      place = wanted == null ? FileStore.KIND : wanted;
    }
    return place.equals(FileStore.KIND);
  }

  private boolean admitted(String name, Grant login) throws IOException {
    ProfileFiles profile = context.profile(name);
    try (KernelLock.Held held = profile.lock().tryAcquire()) {
      boolean inFleet = context.fleet() != null; // its record is for the store of the fleet
      if (held == null || inFleet || !isForFiles() || !intake.isNew(name)) {
        return false;
      }
      TokenException forbidden = profile.refusal(login);
      if (forbidden != null) {
        throw forbidden;
      }
      PublishedState shared =
          new PublishedState(profile, new CacheAccess(context.cache(), name), 0, () -> true);
      shared.prepareToPublish();
      SlotRecord published = shared.published();
      long generation = published == null ? 1 : published.believed() + 1;
      Grant first = login.next(generation, Grant.Origin.LOGIN, login.tokens());
      List<FileIdentity> files = new ArrayList<>();
      files.add(intake.admit(name, first));
      files.addAll(FileIdentity.ofAll(context.settings().files()));
      shared.publish(shared.entry(first, Verdict.GOOD, Cooldown.NONE, files), false);
      return true;
    }
  }
}
