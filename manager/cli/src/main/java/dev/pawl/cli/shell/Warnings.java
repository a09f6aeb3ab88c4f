package dev.pawl.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the manager logs while a command runs, told in the command's own voice. */
public final class Warnings extends Handler implements AutoCloseable {
  /** What these log about a refresh reaches the command as the exception that it tells of. */
  private static final Set<String> TOLD_OTHERWISE =
      Set.of(
          "dev.pawl.refresh.Settlement",
          "dev.pawl.refresh.SuccessorSave",
          "dev.pawl.refresh.RefreshCoordinator");

  /** What these say is told whatever becomes of the command. */
  private static final Set<String> TOLD_ALWAYS = Set.of("dev.pawl.session.ProfileTokens");

  private static final Logger LOGGER = Logger.getLogger("dev.pawl");

  private final Shell shell;
  private final boolean atOnce;
  private final boolean parents = LOGGER.getUseParentHandlers();
  private final Formatter formatter = new SimpleFormatter();
  private final List<String> held = new ArrayList<>();

  private Warnings(Shell shell, boolean atOnce) {
    this.shell = shell;
    this.atOnce = atOnce;
  }

  /** Listens until closed. */
  public static Warnings listen(Shell shell, boolean atOnce) {
    Warnings warnings = new Warnings(shell, atOnce);
    warnings.setLevel(shell.isDebugging() ? Level.ALL : Level.WARNING);
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(warnings);
    return warnings;
  }

  @Override
  public synchronized void publish(LogRecord logged) {
    boolean told = TOLD_OTHERWISE.contains(String.valueOf(logged.getLoggerName()));
    if (isLoggable(logged) && (!told || shell.isDebugging())) {
      String text = formatter.formatMessage(logged);
      /* What only this process knows is told at any rate: it is lost when the process ends. */
      if (atOnce || logged.getLevel().equals(Level.SEVERE) || isForAll(logged)) {
        shell.say(text);
      } else {
        held.add(text);
      }
    }
  }

  private static boolean isForAll(LogRecord logged) {
    return TOLD_ALWAYS.contains(String.valueOf(logged.getLoggerName()));
  }

  /** Tells what was held back if {@code failed}. */
  public synchronized void tellIf(boolean failed) {
    if (failed) {
      held.forEach(shell::say);
    }
    held.clear();
  }

  @Override
  public void flush() {
    shell.err().flush();
  }

  @Override
  public void close() {
    LOGGER.removeHandler(this);
    LOGGER.setUseParentHandlers(parents);
  }
}
