package dev.pawl.drills.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

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
  void holders_linesOfThatFile_areFound() {
    List<String> table =
        List.of(
            "1: POSIX  ADVISORY  WRITE 77 08:01:4711 5 5",
            "1: -> POSIX  ADVISORY  READ 78 08:01:4711 5 5",
            "2: POSIX  ADVISORY  WRITE 79 08:01:4711 0 0",
            "3: POSIX  ADVISORY  WRITE 80 08:01:14711 5 5");

    List<Long> holders = Locks.holders(table, INODE);

    assertThat(holders).containsExactly(77L);
  }
}
