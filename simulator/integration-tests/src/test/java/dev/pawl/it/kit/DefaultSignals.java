package dev.pawl.it.kit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Commands that HUP and INT reach, whatever this JVM ignores. */
public final class DefaultSignals {
  private static final List<String> ENV = List.of("/usr/bin/env", "--default-signal=HUP,INT");

  private DefaultSignals() {}

  /**
   * What stands before such a command; nothing where there is no such tool. What a shell starts in
   * the background ignores INT, and so would all that a build there starts.
   */
  public static List<String> prefix() throws IOException {
    List<String> probe = new ArrayList<>(ENV);
    probe.add("true");
    return new ProcessBuilder(probe).start().onExit().join().exitValue() == 0 ? ENV : List.of();
  }
}
