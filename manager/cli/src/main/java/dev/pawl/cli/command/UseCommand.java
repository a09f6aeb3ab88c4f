package dev.pawl.cli.command;

import dev.pawl.Profiles;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Printable;
import dev.pawl.token.TokenException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pawl use}: makes a login the active one. */
@Command(
    name = "use",
    description =
        "Makes a login the active one: every process that names no profile gets its "
            + "tokens from its next call on. PAWL_PROFILE pins a process to a profile; an "
            + "argument beats both.")
public final class UseCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "NAME", description = "which login, see pawl accounts")
  private String name = "";

  public UseCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Session.requireName(name);
    try {
      String before = Profiles.of(shell.environment()).use(name);
      shell
          .out()
          .println(
              before.equals(name)
                  ? "profile " + name + " is the active one already"
                  : "profile " + name + " is the active one now; it was " + before);
      String pinned = shell.environment().getOrDefault("PAWL_PROFILE", "");
      if (!pinned.isEmpty() && !pinned.equals(name)) {
        shell.say("PAWL_PROFILE pins this shell to profile " + Printable.of(pinned));
      }
      return shell.printed(ExitCode.OK);
    } catch (TokenException e) {
      return Session.failed(shell, name, e);
    }
  }
}
