package dev.pawl.scoreboard;

import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;

/** The entry point of {@code pawl drill scoreboard}. */
public final class Main {
  private static final String VERB = "scoreboard";

  private Main() {}

  /** Runs the verb and ends the JVM with its exit code; the words before it are passed over. */
  public static void main(String[] arguments) {
    int begin = Arrays.asList(arguments).indexOf(VERB) + 1;
    String[] words = Arrays.copyOfRange(arguments, begin, arguments.length);
    System.exit(new CommandLine(new ScoreboardCommand(root())).execute(words));
  }

  /** The sources that the launcher stands in; else the working directory. */
  private static Path root() {
    String launcher = System.getProperty("pawl.launcher");
    Path beside = launcher == null ? null : Path.of(launcher).toAbsolutePath().getParent();
    return beside == null ? Path.of("").toAbsolutePath() : beside;
  }
}
