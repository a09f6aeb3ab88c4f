package dev.pawl.it;

import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.oauth.Transport;
import dev.pawl.spi.TokenClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Whoever changes files without the lock, and the disk of a process that died while saving. */
final class Vandal {
  private static final String GRANT = "grants/default.json";
  private static final String NEXT = "grants/default.json.next";
  private static final String COPY = "grants/default.json.copy";
  private static final String JOURNAL = "grants/default.journal";

  private final Play play;
  private final List<byte[]> backups = new ArrayList<>();

  /* A successor may have been saved and seen by nobody: a backup then looks like a spend in doubt. */
  private boolean unwitnessed;

  Vandal(Play play) {
    this.play = play;
  }

  void act(Step step) throws IOException {
    play.judge.foreignHand(step.act());
    switch (step.act()) {
      case FOREIGN_ROTATION -> rotate();
      case FOREIGN_BACKUP -> restore(step.detail());
      case FILE_DELETED -> Files.deleteIfExists(grant());
      case FILE_DAMAGED -> damage(grant(), step.detail());
      case JOURNAL_DAMAGED -> Disk.put(play.home.resolve(JOURNAL), new byte[] {1, 2, 3});
      default -> throw new IllegalArgumentException(step.toString());
    }
    play.advance(Duration.ofMillis(1500)); // what looks at the disk once a second looks again
  }

  private Path grant() {
    return play.home.resolve(GRANT);
  }

  /** Keeps what lies there, as a backup would. */
  void remember() throws IOException {
    if (Files.exists(grant())) {
      backups.add(Files.readAllBytes(grant()));
    }
  }

  private void restore(int which) throws IOException {
    if (!backups.isEmpty()) {
      if (unwitnessed) {
        play.judge.nobodyCanKnow();
      }
      replace(backups.get(which % backups.size()));
    }
  }

  private void damage(Path file, int detail) throws IOException {
    if (Files.exists(file)) {
      byte[] bytes = Files.readAllBytes(file);
      replace(Arrays.copyOf(bytes, Math.min(bytes.length, detail)));
    }
  }

  /* Other tools rename too; a test's clock is no reason for two files to look the same. */
  private void replace(byte[] bytes) throws IOException {
    Path temporary = play.home.resolve("theirs");
    Files.write(temporary, bytes);
    Files.move(
        temporary,
        grant(),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /* Another tool refreshes with the same login and ignores the lock. */
  private void rotate() throws IOException {
    if (!Files.exists(grant())) {
      return;
    }
    String text = Files.readString(grant());
    String refresh = Judge.refreshTokenIn(text);
    if (refresh == null) {
      return;
    }
    play.simulator().faults().clear();
    TokenEndpoint endpoint =
        new TokenEndpoint(Transport.DIRECT, TokenClock.of(play.simulator().clock()));
    long before = play.simulator().ledger().position();
    SpendOutcome outcome = endpoint.spend(play.client(), refresh, Duration.ofSeconds(20), Set.of());
    play.judge.foreignSpends(before);
    if (outcome instanceof SpendOutcome.Granted granted && granted.refresh() != null) {
      String edited =
          text.replaceAll(
                  "\"access_token\": \"[^\"]*\"", "\"access_token\": \"" + granted.access() + "\"")
              .replaceAll(
                  "\"refresh_token\": \"[^\"]*\"",
                  "\"refresh_token\": \"" + granted.refresh() + "\"")
              .replaceAll("\"expires_at\": [0-9]+", "\"expires_at\": " + granted.expiresAtMillis());
      replace(edited.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Lets {@code refresh} run and then leaves the disk as a crash in the middle of its save would
   * have left it.
   */
  void crashWhileSaving(Step step, Runnable refresh) throws IOException {
    play.rest();
    Disk before = Disk.of(play.home);
    byte[] old = before.bytes(GRANT);
    refresh.run();
    play.rest();
    Disk after = Disk.of(play.home);
    byte[] successor = after.bytes(GRANT);
    boolean saved =
        before.has(GRANT)
            && !before.has(NEXT)
            && !Arrays.equals(old, successor)
            && new String(successor, StandardCharsets.UTF_8).contains("\"refresh_token\"");
    if (!saved) {
      return;
    }
    unwitnessed = true;
    before.restore(COPY);
    before.restore("cache");
    Path next = play.home.resolve(NEXT);
    switch (step.detail() % 5) {
      case 0 -> {
        Disk.put(next, successor);
        replace(old);
      }
      case 1 -> {
        Disk.put(next, Arrays.copyOf(successor, successor.length * (step.detail() / 5) / 12));
        replace(old);
        play.judge.answerWasLost();
      }
      case 2 -> {
        // the file had its name already, nobody was told
      }
      case 3 -> {
        Disk.put(next, successor);
        replace(new byte[0]);
      }
      default -> {
        Disk.put(next, successor);
        replace(Arrays.copyOf(successor, successor.length * (step.detail() / 5) / 12));
      }
    }
  }
}
