package dev.pawl.cli.fleet;

import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Shell;
import dev.pawl.fleet.SealException;
import dev.pawl.fleet.StoreRefusedException;
import dev.pawl.settings.SettingsException;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** How a verb of a fleet ends that could not do its work. */
final class FleetFailure {
  private FleetFailure() {}

  /** What a verb does; returns its exit code. */
  interface Work {
    int run() throws IOException;
  }

  /** Runs {@code work}, and tells its failure in two lines. */
  static int guarded(Shell shell, Work work) {
    try {
      return work.run();
    } catch (TokenException e) {
      shell.say(String.valueOf(e.getMessage()));
      return ExitCode.of(e);
    } catch (IOException e) {
      return told(shell, e, isPassing(e));
    }
  }

  /** Tells {@code e} in two lines; returns the exit code. */
  static int told(Shell shell, IOException e, boolean isPassing) {
    shell.say(String.valueOf(e.getMessage()));
    shell.sayMore(isPassing ? "next: try again later" : "next: correct that, and try again");
    return isPassing ? ExitCode.TRY_LATER : ExitCode.FIX_CONFIGURATION;
  }

  /* A store that refuses goes on refusing; one that does not answer may come back. */
  private static boolean isPassing(IOException e) {
    return !(e instanceof SettingsException
        || e instanceof StoreRefusedException
        || e instanceof SealException
        || e instanceof FileSystemException);
  }
}
