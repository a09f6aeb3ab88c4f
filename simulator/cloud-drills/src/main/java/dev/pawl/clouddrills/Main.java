package dev.pawl.clouddrills;

import java.util.Arrays;
import picocli.CommandLine;

/** The entry point of {@code pawl drill clouds}. */
public final class Main {
  private static final String VERB = "clouds";

  private Main() {}

  /** Runs the verb and ends the JVM with its exit code; the words before it are passed over. */
  public static void main(String[] arguments) {
    int begin = Arrays.asList(arguments).indexOf(VERB) + 1;
    String[] words = Arrays.copyOfRange(arguments, begin, arguments.length);
    System.exit(new CommandLine(new CloudDrillsCommand()).execute(words));
  }
}
