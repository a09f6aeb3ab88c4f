package dev.pawl.cli.shell;

import dev.pawl.credentials.UnsavedLogins;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The launcher that waits for this JVM, if one does: it names its process in a system property.
 *
 * <p>A JVM that cannot start ends with 1, which to scripts says "log in". So a JVM that has a
 * launcher says another number for that, which the launcher turns into 1 again.
 */
public final class Launcher {
  static final String PROCESS = "pawl.launcher.process";

  /** What the launcher understands as {@link ExitCode#LOG_IN}. */
  static final int LOG_IN = 101;

  private static final int ENDED = 143;
  private static final long LOOK_MILLIS = 500;
  private static final AtomicBoolean FOLLOWED = new AtomicBoolean();

  private Launcher() {}

  /** {@code code}, as whoever started this JVM understands it. */
  static int understood(int code) {
    return code == ExitCode.LOG_IN && process() != null ? LOG_IN : code;
  }

  /** Ends the JVM with {@code code}, as whoever started it understands it. */
  public static void end(int code) {
    if (code == ExitCode.INTERRUPTED && !UnsavedLogins.areNone()) {
      Runtime.getRuntime().halt(code); // given up: nothing is waited for
    }
    System.exit(understood(code));
  }

  private static @Nullable Long process() {
    return Long.getLong(PROCESS);
  }

  /**
   * Ends this JVM soon after its launcher has ended: whoever ended that meant the command. A
   * refresh that is under way is finished first, as at any end of the JVM.
   */
  public static void follow() {
    Long launcher = process();
    if (launcher != null && FOLLOWED.compareAndSet(false, true)) {
      Thread thread = new Thread(() -> follow(launcher), "pawl-launcher");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void follow(long launcher) {
    CountDownLatch never = new CountDownLatch(1);
    try {
      while (isParent(launcher)) {
        boolean unused = never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
      end(ENDED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isParent(long process) {
    return ProcessHandle.current().parent().map(parent -> parent.pid() == process).orElse(false);
  }
}
