package dev.pawl.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process and everything that it started. Where the machine has {@code setsid} the process leads
 * a session of its own and the kernel kills its group at one blow; elsewhere its descendants are
 * searched for and killed one by one.
 *
 * <p>What put itself into another session <em>and</em> lost its parent is not found by either.
 */
final class ProcessTree {
  private static final long KILL_SECONDS = 5;

  private final Process root;
  private final boolean leader;

  /**
   * A started process.
   *
   * @param leader whether it leads a process group of its own
   */
  ProcessTree(Process root, boolean leader) {
    this.root = root;
    this.leader = leader;
  }

  /** Kills all of it. Keeps an interrupt of the calling thread. */
  void kill() {
    List<ProcessHandle> found = new ArrayList<>(root.descendants().toList());
    if (leader) {
      killGroup();
    }
    root.destroyForcibly();
    found.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle process : List.copyOf(found)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
    }
  }

  /* Java can send no signal to a group, every shell can. The number is free for no other process as
  long as the group has a member. */
  private void killGroup() {
    boolean interrupted = Thread.interrupted();
    try {
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- \"-$0\"", Long.toString(root.pid()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IOException e) {
      // no shell: the descendants that were found are killed one by one
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
