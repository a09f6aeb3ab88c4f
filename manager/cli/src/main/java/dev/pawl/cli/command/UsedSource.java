package dev.pawl.cli.command;

import dev.pawl.cli.shell.Shell;
import dev.pawl.credentials.Precedence;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StoreKindPeek;
import dev.pawl.directory.UnfinishedLogin;
import dev.pawl.directory.WaitingLogin;
import dev.pawl.file.StoreException;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Grant;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The source that is used, and what the state directory tells beside its status; each is looked up
 * when asked. What cannot be read is not told: the status says what is wrong.
 *
 * @param shell whose environment names the directory
 * @param profile of the status
 * @param name of the source
 * @param billing who pays for its use; null if only the stored login's account tells
 */
record UsedSource(Shell shell, String profile, String name, @Nullable Billing billing) {
  /** The stored login. */
  static UsedSource login(Shell shell, String profile) {
    return new UsedSource(shell, profile, Precedence.LOGIN, null);
  }

  boolean isLogin() {
    return name.equals(Precedence.LOGIN);
  }

  /** Whose it is. To read that of a login takes longer than all the rest of a status. */
  Account account() {
    return isLogin() || billing == null ? stored() : new Account("", "", "", "", billing);
  }

  private Account stored() {
    try {
      Grant grant = directory().found().store(profile).outline();
      return grant == null || grant.isTombstone() ? Account.UNKNOWN : Account.of(grant);
    } catch (IOException e) {
      return Account.UNKNOWN;
    }
  }

  /** Who holds the refresh lock; null if nobody is seen to. */
  @Nullable String holder() {
    try {
      return directory().lockHolder(profile);
    } catch (StoreException e) {
      return null;
    }
  }

  /** Whose answer to a login by refresh token waits to be stored; null if nobody's. */
  @Nullable String unfinished() {
    try {
      UnfinishedLogin login = UnfinishedLogin.of(directory().found(), profile);
      return login == null ? null : login.issuer();
    } catch (StoreException e) {
      return null;
    }
  }

  /** Which refreshed login waits in memory for its vault; null if none, or if none is used. */
  @Nullable WaitingLogin waiting() {
    try {
      return isLogin() ? WaitingLogin.of(directory().found(), profile) : null;
    } catch (StoreException e) {
      return null;
    }
  }

  /** Where the secrets lie, in a word. */
  String store() {
    try {
      return StoreKindPeek.of(directory(), profile);
    } catch (StoreException e) {
      return "file";
    }
  }

  private StateDirectory directory() throws StoreException {
    return StateDirectory.of(shell.environment());
  }
}
