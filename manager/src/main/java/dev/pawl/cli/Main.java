package dev.pawl.cli;

import java.io.PrintStream;

/** The entry of the command line; the launcher passes the verb as the first argument. */
public final class Main {
  private static final int OK = 0;
  private static final int USAGE = 2;

  private Main() {}

  /** Runs one verb and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  private static int run(String[] args, PrintStream out, PrintStream err) {
    String verb = args.length == 0 ? "" : args[0];
    if (verb.equals("--version") || verb.equals("--train")) {
      out.println("pawl " + version());
      return OK;
    }
    err.println("pawl: unknown verb '" + verb + "'; see pawl help");
    return USAGE;
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
