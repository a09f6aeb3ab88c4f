package dev.pawl.cli.shell;

import dev.pawl.credentials.UnsavedLogins;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a command from ending while it alone has a login that could not be saved: until it is
 * saved, or the user interrupts the command twice.
 */
final class Stay {
  private static final int ENOUGH = 2;
  private static final long LOOK_MILLIS = 200;
  private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
  private static final String WAITING =
      "still waiting until the refreshed login can be saved; interrupt twice to give it up";

  private final Shell shell;
  private final AtomicInteger interrupts = new AtomicInteger();

  private Stay(Shell shell) {
    this.shell = shell;
  }

  /** The exit code: {@code code}, or another if the login was given up. */
  static int untilSaved(Shell shell, int code) {
    return UnsavedLogins.areNone() || new Stay(shell).isSaved() ? code : ExitCode.INTERRUPTED;
  }

  private boolean isSaved() {
    Object before = Signals.handle("INT", this::interrupted);
    try (Progress progress = new Progress(shell, WAITING)) {
      progress.begin(true);
      return await(before);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      Signals.restore("INT", before);
    }
  }

  private boolean await(@Nullable Object handled) throws InterruptedException {
    long waited = 0;
    while (!UnsavedLogins.await(LOOK_MILLIS)) {
      if (handled != null && interrupts.get() >= ENOUGH) {
        return false;
      }
      waited += LOOK_MILLIS;
      if (waited % MINUTE == 0) {
        shell.say(WAITING);
      }
    }
    return true;
  }

  private void interrupted() {
    if (interrupts.incrementAndGet() < ENOUGH) {
      shell.say("the refreshed login is not saved yet; interrupt again to end this and lose it");
    }
  }
}
