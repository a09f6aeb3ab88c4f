package dev.pawl.cli.login;

import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Shell;
import dev.pawl.login.LoginException;
import dev.pawl.login.Method;
import dev.pawl.login.Registration;
import dev.pawl.settings.VendorVariables;
import java.io.IOException;
import java.util.function.IntSupplier;
import picocli.CommandLine;

/**
 * The offer to log in, made at a terminal to a person whose command has no usable login. Nobody
 * else is asked; and nobody at all where a key or a helper command is configured, or where the
 * machine forbids such a login.
 */
public final class LoginOffer {
  private LoginOffer() {}

  /**
   * Runs {@code work}, and once more after a login if that was what it lacked.
   *
   * @param chosen which credential {@code work} uses
   * @param work returns an exit code
   */
  public static int around(Chosen chosen, IntSupplier work) {
    int code = work.getAsInt();
    return code == ExitCode.LOG_IN && isAccepted(chosen) && logsIn(chosen) ? work.getAsInt() : code;
  }

  private static boolean isAccepted(Chosen chosen) {
    Shell shell = chosen.shell();
    Prompt prompt = new Prompt(shell);
    boolean source =
        chosen.source() != null || !shell.environment().getOrDefault("PAWL_SOURCE", "").isEmpty();
    boolean cloud = !chosen.isLoginAlone() && VendorVariables.chooseCloud(shell.environment());
    if (source || cloud || !prompt.isPossible()) {
      return false;
    }
    try {
      Registration.requirePermitted(Method.OAUTH, shell.environment(), shell.settings());
      return prompt.confirms("Log in now?");
    } catch (LoginException | IOException e) {
      return false; // the failure itself was told, with what to do next
    }
  }

  /* What a login prints is for the person: the output is the command's that follows. */
  private static boolean logsIn(Chosen chosen) {
    Shell shell = chosen.shell();
    Shell talk =
        new Shell(shell.in(), shell.err(), shell.err(), shell.environment(), shell.settings());
    return new CommandLine(new LoginCommand(talk)).execute("--profile", chosen.profile())
        == ExitCode.OK;
  }
}
