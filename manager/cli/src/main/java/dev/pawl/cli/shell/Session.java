package dev.pawl.cli.shell;

import dev.pawl.Profiles;
import dev.pawl.TokenManager;
import dev.pawl.cli.text.Spans;
import dev.pawl.cli.text.UsageException;
import dev.pawl.doctor.ProfileReport;
import dev.pawl.network.ConfigurationException;
import dev.pawl.settings.VendorVariables;
import dev.pawl.token.CacheMode;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * A command's conversation with the token manager: opened, watched, closed, and every failure told
 * in two lines.
 *
 * @param shell where the command runs
 * @param profile which login it speaks of
 * @param manager the manager of that login
 */
public record Session(Shell shell, String profile, TokenManager manager) {

  /** What a command does with the manager; returns its exit code. */
  public interface Work {
    int run(Session session);
  }

  /** Whether warnings and progress are told. */
  public enum Talk {
    /** At once. */
    ALWAYS,
    /** At once, but for the waiting: a person is waited for, and knows it. */
    TO_A_PERSON,
    /** At once on a terminal; else only if the command fails. */
    ON_TERMINAL
  }

  public static int run(Shell shell, String profile, Talk talk, Work work) {
    return guarded(
        shell,
        profile,
        talk,
        () -> {
          try (TokenManager manager =
              TokenManager.builder()
                  .profile(profile)
                  .environment(shell.environment())
                  .settings(shell.settings())
                  .cache(CacheMode.EXISTING_SLOTS)
                  .build()) {
            return work.run(new Session(shell, profile, manager));
          }
        });
  }

  /** Runs {@code work} while what the manager logs is listened to, and tells its failure. */
  public static int guarded(Shell shell, String profile, Talk talk, IntSupplier work) {
    requireName(profile);
    Launcher.follow();
    boolean talks = talk != Talk.ON_TERMINAL || shell.saysOnTerminal();
    try (Warnings warnings = Warnings.listen(shell, talks)) {
      int code =
          Stay.untilSaved(shell, told(shell, profile, talks && talk != Talk.TO_A_PERSON, work));
      warnings.tellIf(code != ExitCode.OK);
      return code;
    }
  }

  private static int told(Shell shell, String profile, boolean showsWaiting, IntSupplier work) {
    try (Progress progress =
        new Progress(shell, "waiting for the server, or for another process")) {
      progress.begin(showsWaiting);
      return work.getAsInt();
    } catch (TokenException e) {
      return failed(shell, profile, e);
    } catch (ConfigurationException e) {
      shell.say(String.valueOf(e.getMessage()));
      debug(shell, e);
      return ExitCode.FIX_CONFIGURATION;
    }
  }

  public static void requireName(String profile) {
    try {
      String unused = Profiles.requireName(profile);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Says what happened and what to do next; returns the exit code. */
  public static int failed(Shell shell, String profile, TokenException e) {
    shell.say(String.valueOf(e.getMessage()));
    switch (e.reason()) {
      case LOG_IN -> sayHowToLogIn(shell, profile);
      case TRY_LATER -> shell.sayMore("next: try again in " + waitTimeout(e.retryAfter()));
      case FIX_CONFIGURATION -> shell.sayMore("next: pawl doctor");
    }
    debug(shell, e);
    return ExitCode.of(e);
  }

  private static void sayHowToLogIn(Shell shell, String profile) {
    for (Path file : new ProfileReport(shell.environment(), profile).damagedFiles()) {
      shell.sayMore("a damaged login was kept as " + file);
    }
    if (!VendorVariables.chooseCloud(shell.environment())) { // what was said says what to run there
      shell.sayMore("next: " + loginCommand(shell, profile));
    }
  }

  private static String waitTimeout(Duration wait) {
    return Spans.rough(Math.max(1, (wait.toMillis() + 999) / 1000));
  }

  /**
   * The command that logs in again: alone where the last login or the settings tell the rest, or a
   * terminal can be asked, else with the option that is missing.
   */
  public static String loginCommand(Shell shell, String profile) {
    boolean asks = shell.readsTerminal() && shell.saysOnTerminal();
    return "pawl login " + profile + (asks || knowsIssuer(shell, profile) ? "" : " --issuer URL");
  }

  private static boolean knowsIssuer(Shell shell, String profile) {
    try {
      return IssuerOptions.known(shell, profile).knowsIssuer();
    } catch (IOException | ConfigurationException e) {
      return true; // pawl login says what is wrong with the settings
    }
  }

  /**
   * Tells of a fault of ours without its details, which could be anything.
   *
   * @param help the command that says what could have been typed
   */
  public static int unexpected(Shell shell, RuntimeException e, String help) {
    if (e instanceof UsageException) {
      shell.say(String.valueOf(e.getMessage()));
      shell.sayMore("next: " + help);
      debug(shell, e);
      return ExitCode.USAGE;
    }
    if (e instanceof ConfigurationException) {
      shell.say(String.valueOf(e.getMessage()));
      debug(shell, e);
      return ExitCode.FIX_CONFIGURATION;
    }
    if (e instanceof InvalidPathException) {
      shell.say(String.valueOf(e.getMessage()));
      shell.sayMore("next: name another path, or set LC_ALL to a locale that has its letters");
      debug(shell, e);
      return ExitCode.FIX_CONFIGURATION;
    }
    shell.say("a fault in pawl itself (" + e.getClass().getName() + ")");
    shell.sayMore("next: PAWL_DEBUG=1 shows where; please report it");
    debug(shell, e);
    return ExitCode.FIX_CONFIGURATION;
  }

  private static void debug(Shell shell, RuntimeException e) {
    if (shell.isDebugging()) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace, true));
      trace.toString().replace("\t", "  ").lines().forEach(shell::sayMore);
    }
  }
}
