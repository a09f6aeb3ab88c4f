package dev.pawl.drills.stage;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.ChildReply;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold after every drill, whatever happened in it. */
public final class Invariants {
  private final Stage stage;
  private final List<String> broken = new ArrayList<>();

  private Invariants(Stage stage) {
    this.stage = stage;
  }

  /** Returns the invariants that do not hold, in words. */
  public static List<String> broken(Stage stage) throws IOException, InterruptedException {
    Invariants invariants = new Invariants(stage);
    stage.serveEverybody();
    invariants.spentOnce();
    invariants.broken.addAll(stage.files().unsound());
    if (invariants.broken.stream().noneMatch(text -> text.startsWith("I4: the stored login"))) {
      invariants.storedIsCurrent();
    }
    Collection<String> secrets = stage.provider().simulator().secrets().values();
    invariants.broken.addAll(stage.logs().findings(secrets, stage.tally().messages()));
    invariants.lockIsFree();
    invariants.broken.addAll(stage.tally().losses(stage.terms().promise().worst()));
    return invariants.broken;
  }

  private void spentOnce() {
    Presentations judge =
        new Presentations(
            stage.replay(), stage.provider()::isCutOff, stage.provider()::mayBeCutOff);
    broken.addAll(judge.broken(stage.provider().simulator().ledger().entries()));
  }

  /* Everybody has just been served, so it is no excuse that the login was over. */
  private void storedIsCurrent() throws IOException {
    if (stage.isProgram()) {
      return; // it has none
    }
    Optional<String> stored = stage.files().refreshToken();
    if (stored.filter(stage.provider().simulator()::isCurrentRefreshToken).isEmpty()) {
      broken.add("I2: the stored refresh token is not one that the provider would take");
    }
  }

  private void lockIsFree() throws IOException, InterruptedException {
    if (Locks.areVisible() && Files.exists(stage.files().lock())) {
      broken.addAll(deadHolders(Locks.holders(stage.files().lock())));
    }
    Child last = stage.crew().last();
    ChildReply probe = last.ask("lock", Map.of("timeoutMillis", 2_000L), Duration.ofSeconds(10));
    if (!probe.isOk()) {
      broken.add("I5: " + last.name() + " could not take the lock: " + probe.message());
    }
  }

  /** Returns in words which of the holders of a lock are dead. */
  static List<String> deadHolders(List<Long> holders) {
    return holders.stream()
        .filter(pid -> ProcessHandle.of(pid).isEmpty())
        .map(pid -> "I5: the lock is held by process " + pid + ", which is dead")
        .toList();
  }
}
