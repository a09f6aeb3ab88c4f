package dev.pawl.drills.fleet;

import java.util.List;

/**
 * Children under one shell.
 *
 * @param shell their parent
 * @param children the children
 */
public record Squad(Process shell, List<Child> children) implements AutoCloseable {
  /** Ends them all. */
  @Override
  public void close() {
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
  }
}
