package dev.pawl.drills.script;

import dev.pawl.drills.stage.Stage;
import java.io.IOException;

/** A scripted failure. It holds against the stage what the catalogue's pass criterion forbids. */
@FunctionalInterface
public interface Drill {
  /**
   * Takes its course.
   *
   * @throws CannotRunException if this machine lacks something it needs
   * @throws IOException if a process does not do what it must
   */
  void run(Stage stage) throws IOException, InterruptedException;
}
