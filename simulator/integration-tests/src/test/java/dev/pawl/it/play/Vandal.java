package dev.pawl.it.play;

import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.file.DamagedFileException;
import dev.pawl.network.Transport;
import dev.pawl.oauth.Presentation;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.Grant;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.wire.AnswerTap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whoever changes files without the lock, and the disk of a process that died while saving. */
final class Vandal {
  private static final String GRANT = "grants/default.json";
  private static final String NEXT = "grants/default.json.next";
  private static final String COPY = "grants/default.json.copy";
  private static final String JOURNAL = "grants/default.journal";

  private final Play play;
  private final List<byte[]> backups = new ArrayList<>();

  /* A successor may have been saved and seen by nobody: what lay there before then
   * looks like a spend in doubt. */
  private boolean unwitnessed;

  Vandal(Play play) {
    this.play = play;
  }

  void act(Step step) throws IOException {
    play.judge.foreignHand(step.act());
    boolean goesBack = step.act() == Step.Act.FOREIGN_BACKUP || step.act() == Step.Act.FILE_DAMAGED;
    if (goesBack && unwitnessed) {
      play.judge.nobodyCanKnow();
    }
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
    SpendOutcome outcome =
        endpoint.spend(
            new Presentation(play.client(), refresh, ErrorCodes.NONE),
            Duration.ofSeconds(20),
            AnswerTap.NONE);
    play.judge.foreignSpends(before);
    if (outcome instanceof SpendOutcome.Granted granted && granted.refresh() != null) {
      if (unwitnessed && granted.refresh().equals(refresh)) {
        play.judge.looksSpent(); // in a file that no longer says whose answer it is
      }
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
    Optional<JournalRecord> intent = intent();
    long position = play.simulator().ledger().position();
    refresh.run();
    play.rest();
    boolean spent = play.simulator().ledger().since(position).grants().count() == 1;
    byte[] successor = Disk.of(play.home).bytes(GRANT);
    if (!spent || intent.isEmpty() || !isSuccessor(before, successor)) {
      return;
    }
    unwitnessed = true;
    before.restore(COPY);
    before.restore("cache");
    new StateDirectory(play.home).journal("default").force(intent.get());
    crash(step, before.bytes(GRANT), successor);
  }

  /** What a spend of the stored refresh token would have announced; empty if none would follow. */
  private Optional<JournalRecord> intent() throws IOException {
    StateDirectory directory = new StateDirectory(play.home);
    try {
      Grant present = directory.store("default").readGrant();
      long now = play.simulator().clock().millis();
      return present == null
          ? Optional.empty()
          : Optional.of(directory.journal("default").read().since(present).spending(present, now));
    } catch (DamagedFileException e) {
      return Optional.empty();
    }
  }

  private static boolean isSuccessor(Disk before, byte[] bytes) {
    String old = new String(before.bytes(GRANT), StandardCharsets.UTF_8);
    String successor = new String(bytes, StandardCharsets.UTF_8);
    return !before.has(NEXT)
        && successor.contains("\"refresh_token\"")
        && Judge.number(successor, "parent_generation") == Judge.number(old, "generation")
        && Judge.number(successor, "generation") > Judge.number(old, "generation");
  }

  private void crash(Step step, byte[] old, byte[] successor) throws IOException {
    Path next = play.home.resolve(NEXT);
    byte[] half = Arrays.copyOf(successor, successor.length * (step.detail() / 5) / 12);
    switch (step.detail() % 5) {
      case 0 -> {
        Disk.put(next, successor);
        replace(old);
      }
      case 1 -> {
        Disk.put(next, half);
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
        replace(half);
      }
    }
  }
}
