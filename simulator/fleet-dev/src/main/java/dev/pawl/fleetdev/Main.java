package dev.pawl.fleetdev;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The entry point of {@code pawl fleet dev}. */
public final class Main {
  private static final String VERB = "dev";
  private static final int USAGE = 2;
  private static final int NOT_STARTED = 4;

  private Main() {}

  /** Runs until the JVM is ended from outside; the words before the verb are passed over. */
  public static void main(String[] arguments) throws InterruptedException {
    List<String> words = Arrays.asList(arguments);
    if (words.size() > words.indexOf(VERB) + 1) {
      System.err.println("pawl: fleet dev takes no arguments");
      System.err.println("      next: pawl fleet dev --help");
      System.exit(USAGE);
    }
    DevFleet fleet = new DevFleet();
    Runtime.getRuntime().addShutdownHook(new Thread(fleet::close, "pawl-fleet-dev-end"));
    try {
      fleet.start();
    } catch (IOException | RuntimeException e) {
      System.err.println("pawl: the fleet could not be started: " + e.getMessage());
      System.err.println("      next: see that this machine lets PostgreSQL run, or use your own");
      System.exit(NOT_STARTED);
    }
    print(fleet, System.out);
    new CountDownLatch(1).await();
  }

  private static void print(DevFleet fleet, PrintStream out) {
    out.println("store   " + fleet.url());
    out.println("server  " + fleet.server());
    out.println();
    out.println("Two hosts with one login. An access token lasts a minute; one host refreshes it,");
    out.println("the other has it too. Run in two terminals:");
    out.println();
    for (String host : DevFleet.HOSTS) {
      out.println("  " + fleet.command(host, "token"));
    }
    out.println();
    out.println("What the store says: " + fleet.command(DevFleet.HOSTS.get(0), "fleet status"));
    out.println("Ctrl-C ends it; nothing of it is left.");
    out.flush();
  }
}
