package dev.pawl.store.fleet;

import dev.pawl.clock.TokenClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A reading of a clock that also runs while the machine sleeps, and that no person sets.
 *
 * @param boot which run of the machine it counts; readings of two cannot be compared
 * @param millis since some moment of that run
 */
record Uptime(String boot, long millis) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path UPTIME = Path.of("/proc/uptime");

  /** Now. Where the kernel tells no such time, each process counts by itself. */
  static Uptime now() {
    try {
      String text = Files.readString(UPTIME);
      double seconds = Double.parseDouble(text.substring(0, text.indexOf(' ')));
      return new Uptime(Files.readString(BOOT).strip(), (long) (seconds * 1000));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return ofProcess();
    }
  }

  private static Uptime ofProcess() {
    return new Uptime(
        "process " + ProcessHandle.current().pid(), TokenClock.system().nanos() / 1_000_000);
  }

  /** How long ago it was, milliseconds; 0 if that cannot be told. */
  long age() {
    Uptime now = now();
    return now.boot.equals(boot) ? Math.max(0, now.millis - millis) : 0;
  }

  boolean isOfThisRun() {
    return now().boot.equals(boot);
  }
}
