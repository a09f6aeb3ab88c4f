package dev.pawl.cli.shell;

import dev.pawl.token.TokenException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a command's exit code says; a contract for scripts. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int LOG_IN = 1;

  /** Something that was examined does not work. */
  public static final int FAILED = 1;

  public static final int USAGE = 2;
  public static final int TRY_LATER = 3;
  public static final int FIX_CONFIGURATION = 4;

  /** The user interrupted what was not done yet; as a shell says it. */
  public static final int INTERRUPTED = 130;

  /** The JVM itself failed; the launcher says the same of one that did not start. */
  public static final int BROKEN_DOWN = 71;

  /** Whoever read the output has gone, as a shell says of a command that SIGPIPE ended. */
  static final int UNREAD = 141;

  private static final Map<String, List<String>> SAID =
      Map.of(
          "login", List.of("logged in; the login is usable", "not logged in: log in again"),
          "logout", List.of("logged out, or nobody was logged in", ""),
          "token", List.of("the token was printed", "no token: log in"),
          "status", List.of("usable", "not usable: the last line says what to do"),
          "explain", List.of("what is used is usable", "nothing usable: log in"),
          "accounts", List.of("listed, be it nobody", ""),
          "use", List.of("it is the active one", "nobody is logged in as that one: log in"),
          "exec", List.of("the command ended with 0", "no token: log in; nothing was run"),
          "completion", List.of("printed", ""));

  private ExitCode() {}

  /** For the help text of a verb. */
  public static String[] explained(String verb) {
    List<String> said = SAID.getOrDefault(verb, List.of("done", "not usable: log in"));
    List<String> lines = new ArrayList<>(List.of("", "Exit codes:"));
    lines.add("  0  " + said.get(0));
    if (!said.get(1).isEmpty()) {
      lines.add("  1  " + said.get(1));
    }
    lines.add("  2  wrong usage");
    lines.add("  3  not now: try again later");
    lines.add("  4  fix the configuration or this machine first, see pawl doctor");
    if (verb.equals("exec")) {
      lines.add("  *  any other, and each of these, may be the command's own; 126 if it cannot be");
      lines.add("     executed, 127 if there is none");
    }
    return lines.toArray(String[]::new);
  }

  public static int of(TokenException e) {
    return switch (e.reason()) {
      case LOG_IN -> LOG_IN;
      case TRY_LATER -> TRY_LATER;
      case FIX_CONFIGURATION -> FIX_CONFIGURATION;
    };
  }
}
