package dev.pawl.drills.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import dev.pawl.simulator.process.LockTable;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** The judge of I5. */
class LocksTest {
  private static final long INODE = 4711;

  @Test
  void deadHolders_processThatHasEnded_complains() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();

    List<String> broken = Invariants.deadHolders(List.of(process.pid()));

    assertThat(broken).singleElement().asString().startsWith("I5: the lock is held by process ");
  }

  @Test
  void deadHolders_processThatLives_isContent() {
    List<String> broken = Invariants.deadHolders(List.of(ProcessHandle.current().pid()));

    assertThat(broken).isEmpty();
  }

  @Test
  @EnabledOnOs(LINUX)
  void watch_ofALockThatIsHeldAndReleased_seesItsTime(@TempDir Path home) throws Exception {
    Path file = Files.createFile(home.resolve("lock"));
    try (LockWatch watch = LockWatch.of(() -> file, pid -> "holder " + pid)) {
      long before = System.nanoTime();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
          FileLock lock = channel.lock(5, 1, false)) {
        await(() -> !watch.seen().isEmpty());
        assertThat(lock.isValid()).isTrue();
      }
      await(() -> isOver(watch));

      LockHold hold = watch.seen().get(0);

      assertThat(hold.process()).isEqualTo("holder " + ProcessHandle.current().pid());
      assertThat(hold.from()).isBetween(before, hold.to());
      assertThat(watch.seen()).hasSize(1);
    }
  }

  /* The end of one that is held is now, at each look. */
  private static boolean isOver(LockWatch watch) {
    long end = watch.seen().get(0).to();
    return end == watch.seen().get(0).to();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).isNegative();
      Thread.onSpinWait();
    }
  }

  @Test
  void holders_linesOfThatFile_areFound() {
    LockTable table =
        LockTable.of(
            List.of(
                "1: POSIX  ADVISORY  WRITE 77 08:01:4711 5 5",
                "1: -> POSIX  ADVISORY  READ 78 08:01:4711 5 5",
                "2: POSIX  ADVISORY  WRITE 79 08:01:4711 0 0",
                "3: POSIX  ADVISORY  WRITE 80 08:01:14711 5 5",
                "4: no line of the table"));

    List<Long> holders = Locks.holders(table, INODE);

    assertThat(holders).containsExactly(77L);
  }
}
