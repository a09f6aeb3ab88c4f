package dev.pawl.cli.command;

import dev.pawl.Profiles;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.ProfileChoice;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.token.LogoutOutcome;
import dev.pawl.token.Status;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl logout}: forgets a login on this machine and revokes it. */
@Command(
    name = "logout",
    description =
        "Forgets the login for every process of this user, and asks the server to revoke "
            + "its refresh token. Access tokens that programs hold already may work until they "
            + "end.")
public final class LogoutCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final ProfileChoice profile = new ProfileChoice();

  @Option(names = "--all", description = "every login of this user")
  private boolean all;

  public LogoutCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return all
        ? everybody()
        : Session.run(shell, profile.name(shell), Session.Talk.ALWAYS, LogoutCommand::logout);
  }

  /* One that cannot be logged out must not keep the others logged in. */
  private int everybody() {
    profile.requireNone();
    Profiles profiles = Profiles.of(shell.environment());
    int worst = ExitCode.OK;
    for (String name : profiles.names()) {
      if (profiles.account(name) != null) {
        worst =
            Math.max(worst, Session.run(shell, name, Session.Talk.ALWAYS, LogoutCommand::logout));
      }
    }
    if (worst == ExitCode.OK) {
      profiles.forgetActive();
      shell.out().println("nobody is logged in any more");
    }
    return shell.printed(worst);
  }

  private static int logout(Session session) {
    boolean nobody = session.manager().status().state() == Status.State.LOGGED_OUT;
    LogoutOutcome outcome = session.manager().logout();
    Shell shell = session.shell();
    shell
        .out()
        .println(
            (nobody ? "nobody was logged in as profile " : "logged out profile ")
                + session.profile());
    if (outcome.unrevoked() != null) {
      shell.say(outcome.unrevoked());
    }
    if (outcome.kept()) {
      shell.sayMore("next: pawl logout " + session.profile());
    }
    return shell.printed(ExitCode.OK);
  }
}
