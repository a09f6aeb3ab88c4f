package dev.pawl.process;

/**
 * A thread of Pawl's own, which the application cannot interrupt: it stands in a group below the
 * root, where an application's {@link ThreadGroup#interrupt()} does not reach, and is deaf to
 * {@link #interrupt()} by anybody. An interrupt closes the channel that its thread uses, and
 * closing the lock file's drops every lock of the JVM (docs/adr/0032).
 */
public final class OwnThread extends Thread {
  private static final ThreadGroup GROUP = new ThreadGroup(root(), "pawl");

  /** A daemon that runs {@code work}. */
  public static OwnThread daemon(Runnable work, String name) {
    return daemon(work, name, 0);
  }

  /** As above, with a stack of {@code stackBytes}; 0 leaves that to the JVM. */
  public static OwnThread daemon(Runnable work, String name, long stackBytes) {
    OwnThread thread = new OwnThread(work, name, stackBytes);
    thread.setDaemon(true);
    return thread;
  }

  /** A thread that the JVM does not end without. */
  public static OwnThread lasting(Runnable work, String name) {
    return new OwnThread(work, name, 0);
  }

  private OwnThread(Runnable work, String name, long stackBytes) {
    super(GROUP, work, name, stackBytes);
    setDaemon(false);
    setContextClassLoader(OwnThread.class.getClassLoader());
  }

  private static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  /** Does nothing. */
  @Override
  public void interrupt() {}

  /** Interrupts it: for Pawl itself, where the work is to be broken off. */
  public void breakOff() {
    super.interrupt();
  }
}
