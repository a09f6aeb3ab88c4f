package dev.pawl.drills.client.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A process and all that it has started. */
public record ProcessTree(ProcessHandle root) {
  private static final int LOOKS = 5;

  /** Sends a signal such as {@code TERM} to all; those that have ended meanwhile do not matter. */
  public void signal(String signal) throws IOException, InterruptedException {
    signal(signal, members());
  }

  /** Stops all with SIGSTOP, also those that are started while others are being stopped. */
  public void stop() throws IOException, InterruptedException {
    Set<Long> stopped = new LinkedHashSet<>();
    for (int look = 0; look < LOOKS; look++) {
      List<Long> members = members();
      if (stopped.containsAll(members)) {
        return;
      }
      signal("STOP", members);
      stopped.addAll(members);
    }
  }

  /** Kills all with SIGKILL; nobody is left to see the end of another. */
  public void kill() throws IOException, InterruptedException {
    stop();
    signal("KILL", members());
  }

  private List<Long> members() {
    return Stream.concat(Stream.of(root), root.descendants())
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .toList();
  }

  private static void signal(String signal, List<Long> pids)
      throws IOException, InterruptedException {
    if (pids.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    pids.forEach(pid -> command.add(Long.toString(pid)));
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
