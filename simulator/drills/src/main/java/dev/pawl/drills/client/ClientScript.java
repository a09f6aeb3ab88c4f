package dev.pawl.drills.client;

import dev.pawl.drills.script.CannotRunException;
import java.io.IOException;

/** What happens to a client in a drill. */
@FunctionalInterface
interface ClientScript {
  /**
   * Makes the trouble and waits until it is over.
   *
   * @throws CannotRunException if it cannot be made on this machine
   */
  void run(ClientStage stage) throws IOException, InterruptedException;
}
