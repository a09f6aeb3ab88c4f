package dev.pawl.cli;

import dev.pawl.Status;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pawl logout}: forgets a login on this machine and revokes it. */
@Command(
    name = "logout",
    description = {
      "Forgets the login for every process of this user, and asks the server to revoke its",
      "refresh token. Access tokens that programs hold already may work until they end."
    })
final class LogoutCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final ProfileChoice profile = new ProfileChoice();

  LogoutCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return Session.run(shell, profile.name(shell), Session.Talk.ALWAYS, LogoutCommand::logout);
  }

  private static int logout(Session session) {
    boolean nobody = session.manager().status().state() == Status.State.LOGGED_OUT;
    session.manager().logout();
    Shell shell = session.shell();
    shell
        .out()
        .println(
            (nobody ? "nobody was logged in as profile " : "logged out profile ")
                + session.profile());
    return shell.printed(ExitCode.OK);
  }
}
