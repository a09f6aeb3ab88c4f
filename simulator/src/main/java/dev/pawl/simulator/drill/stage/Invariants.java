package dev.pawl.simulator.drill.stage;

import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.drill.fleet.Child;
import dev.pawl.simulator.drill.fleet.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold after every drill, whatever happened in it. */
public final class Invariants {
  private static final Set<String> OVER = Set.of("LOGIN_REQUIRED", "LOGGED_OUT");

  private final Stage stage;
  private final List<String> broken = new ArrayList<>();

  private Invariants(Stage stage) {
    this.stage = stage;
  }

  /** Returns the invariants that do not hold, in words. */
  public static List<String> broken(Stage stage) throws IOException, InterruptedException {
    Invariants invariants = new Invariants(stage);
    invariants.spentOnce();
    invariants.storedIsCurrent();
    invariants.broken.addAll(stage.logs().findings(stage));
    invariants.filesAreSound();
    invariants.lockIsFree();
    invariants.broken.addAll(stage.tally().losses(stage.terms().promise()));
    return invariants.broken;
  }

  private void spentOnce() {
    Map<String, List<LedgerEntry>> byToken =
        stage.provider().simulator().ledger().entries().spends().list().stream()
            .filter(entry -> !entry.token().isEmpty())
            .collect(Collectors.groupingBy(LedgerEntry::token));
    byToken.forEach(
        (token, spends) -> {
          for (int i = 1; i < spends.size(); i++) {
            if (!isPermitted(token, spends.subList(0, i), spends.get(i))) {
              broken.add(
                  "I1: "
                      + token
                      + " was presented again ("
                      + spends.get(i).outcome()
                      + "), though no spend of it had gone unanswered or replay is "
                      + stage.replay());
              return;
            }
          }
        });
  }

  private boolean isPermitted(String token, List<LedgerEntry> before, LedgerEntry again) {
    boolean isReplayPermitted = !stage.replay().equals("never");
    if (before.stream().anyMatch(Invariants::isUnanswered)) {
      return isReplayPermitted;
    }
    /* A killed process may have had its answer, or not: nobody but itself could tell. */
    if (isReplayPermitted && stage.provider().isUnanswered(token)) {
      return true;
    }
    return !again.outcome().isReuse()
        && before.stream().allMatch(entry -> isTurnedAway(entry) || isKept(entry));
  }

  /* The server did not rotate: the token is as good as it was. */
  private static boolean isKept(LedgerEntry entry) {
    return entry.outcome() == Outcome.GRANTED;
  }

  private static boolean isTurnedAway(LedgerEntry entry) {
    return entry.outcome() == Outcome.FAULT_BEFORE_COMMIT;
  }

  /** Whether a fault kept the whole answer, or a parsable one, from the client. */
  private static boolean isUnanswered(LedgerEntry entry) {
    String fault = entry.fault();
    return fault.matches(
        ".* (hang|empty|reset|truncated|malformed|drip .*|200 .*|5[0-9][0-9]|5[0-9][0-9] html)");
  }

  private void storedIsCurrent() throws IOException, InterruptedException {
    Optional<String> stored = stage.files().refreshToken();
    if (stored.isPresent() && stage.provider().simulator().isCurrentRefreshToken(stored.get())) {
      return;
    }
    for (Reply status : stage.crew().statuses()) {
      if (!OVER.contains(status.text("state"))) {
        broken.add(
            "I2: the stored refresh token is not the server's, but "
                + status.child()
                + " sees "
                + status.text("state"));
        return;
      }
    }
  }

  private void filesAreSound() throws IOException {
    for (Path path : stage.files().all()) {
      String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
      boolean directory = Files.isDirectory(path);
      if (!mode.equals(directory ? "rwx------" : "rw-------")) {
        broken.add("I4: " + path.getFileName() + " has mode " + mode);
      }
    }
    try {
      Optional<Map<String, Object>> unused = stage.files().read();
    } catch (IllegalArgumentException e) {
      broken.add("I4: the stored login cannot be parsed: " + e.getMessage());
    }
  }

  private void lockIsFree() throws IOException, InterruptedException {
    if (Locks.areVisible() && Files.exists(stage.files().lock())) {
      for (long pid : Locks.holders(stage.files().lock())) {
        if (ProcessHandle.of(pid).isEmpty()) {
          broken.add("I5: the lock is held by process " + pid + ", which is dead");
        }
      }
    }
    Child last = stage.crew().last();
    Reply probe = last.ask("lock", Map.of("patienceMillis", 2_000L), Duration.ofSeconds(10));
    if (!probe.isOk()) {
      broken.add("I5: " + last.name() + " could not take the lock: " + probe.message());
    }
  }
}
