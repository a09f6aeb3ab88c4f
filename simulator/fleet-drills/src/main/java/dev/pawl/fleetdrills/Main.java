package dev.pawl.fleetdrills;

import java.util.Arrays;
import picocli.CommandLine;

/** The entry point of {@code pawl drill fleet}. */
public final class Main {
  private static final String VERB = "fleet";

  private Main() {}

  /** Runs the verb and ends the JVM with its exit code; the words before it are passed over. */
  public static void main(String[] arguments) {
    int begin = Arrays.asList(arguments).indexOf(VERB) + 1;
    String[] words = Arrays.copyOfRange(arguments, begin, arguments.length);
    System.exit(new CommandLine(new FleetDrillsCommand()).execute(words));
  }
}
