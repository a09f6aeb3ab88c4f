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
  private static final String ABOUT = "about ";
  private static final long TOLERANCE_MILLIS = 10_000;

  /** Now. Where the kernel tells no such time, by the machine's own count. */
  static Uptime now() {
    try {
      String text = Files.readString(UPTIME);
      double seconds = Double.parseDouble(text.substring(0, text.indexOf(' ')));
      return new Uptime(Files.readString(BOOT).strip(), (long) (seconds * 1000));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return ofMachine();
    }
  }

  /*
   * Elsewhere: nanoseconds that all processes of a machine count alike, and about when they began. A
   * sleep or a person who sets the clock moves that beginning: then it is another run, which costs
   * nothing but waiting.
   */
  private static Uptime ofMachine() {
    long millis = TokenClock.system().nanos() / 1_000_000;
    return new Uptime(ABOUT + (TokenClock.system().millis() - millis), millis);
  }

  /** How long ago it was, milliseconds; 0 if that cannot be told. */
  long age() {
    Uptime now = now();
    return now.isOfRun(this) ? Math.max(0, now.millis - millis) : 0;
  }

  boolean isOfThisRun() {
    return now().isOfRun(this);
  }

  private boolean isOfRun(Uptime other) {
    if (!boot.startsWith(ABOUT) || !other.boot.startsWith(ABOUT)) {
      return boot.equals(other.boot);
    }
    return Math.abs(began() - other.began()) < TOLERANCE_MILLIS;
  }

  private long began() {
    try {
      return Long.parseLong(boot.substring(ABOUT.length()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
