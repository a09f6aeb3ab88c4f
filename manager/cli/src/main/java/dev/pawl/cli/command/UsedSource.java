package dev.pawl.cli.command;

import dev.pawl.cli.shell.Shell;
import dev.pawl.credentials.Precedence;
import dev.pawl.doctor.FleetReport;
import dev.pawl.doctor.ProfileReport;
import dev.pawl.doctor.WaitingLogin;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The source that is used, and what the state directory tells beside its status.
 *
 * @param report of the profile
 * @param name of the source
 * @param billing who pays for its use; null if only the stored login's account tells
 */
record UsedSource(ProfileReport report, String name, @Nullable Billing billing) {
  /** The stored login. */
  static UsedSource login(Shell shell, String profile) {
    return of(shell, profile, Precedence.LOGIN, null);
  }

  static UsedSource of(Shell shell, String profile, String name, @Nullable Billing billing) {
    return new UsedSource(new ProfileReport(shell.environment(), profile), name, billing);
  }

  boolean isLogin() {
    return name.equals(Precedence.LOGIN);
  }

  /** Whose it is. To read that of a login takes longer than all the rest of a status. */
  Account account() {
    return isLogin() || billing == null ? report.account() : new Account("", "", "", "", billing);
  }

  /**
   * The fleet that shares the login, asked now; null if none does. A login of this host's own costs
   * no more than a look at the settings.
   */
  @Nullable FleetReport fleet() {
    if (!isLogin()) {
      return null;
    }
    try {
      return report.fleet();
    } catch (IOException e) {
      return null; // the state says what is wrong with the settings
    }
  }

  /** Which refreshed login waits in memory for its vault; null if none, or if none is used. */
  @Nullable WaitingLogin waiting() {
    return isLogin() ? report.waitingLogin() : null;
  }
}
