package dev.pawl.drills.child;

import java.io.IOException;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Entry point of a child: {@code --control PORT --name NAME}, the shared secret in the environment
 * variable {@value #SECRET}.
 */
public final class ChildMain {
  static final String SECRET = "PAWL_DRILL_SECRET";

  private ChildMain() {}

  /**
   * Connects to the runner and does what it says until it goes away.
   *
   * @throws IOException if the runner cannot be reached
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4 || System.getenv(SECRET) == null) {
      System.err.println("this is started by a drill, not by hand");
      System.exit(2);
    }
    logEverything();
    try (ControlLine line =
        ControlLine.connect(Integer.parseInt(arguments[1]), arguments[3], System.getenv(SECRET))) {
      Desk desk = new Desk(line);
      for (RunnerCommand order = line.next(); order != null; order = line.next()) {
        desk.take(order);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /* The more is logged, the more a search for secrets in the logs is worth. */
  private static void logEverything() {
    Logger ours = Logger.getLogger("dev.pawl");
    ours.setLevel(Level.ALL);
    ours.setUseParentHandlers(false);
    Handler handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    ours.addHandler(handler);
  }
}
