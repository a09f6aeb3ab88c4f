package dev.pawl.cli.command;

import dev.pawl.cli.shell.Shell;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StoreKindPeek;
import dev.pawl.directory.UnfinishedLogin;
import dev.pawl.directory.WaitingLogin;
import dev.pawl.file.StoreException;
import dev.pawl.spi.Account;
import dev.pawl.spi.Grant;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the state directory tells of a stored login beside its status; each is looked up when asked.
 * What cannot be read is not told: the status says what is wrong.
 *
 * @param shell whose environment names the directory
 * @param profile of the login
 */
record LoginDetails(Shell shell, String profile) {
  /** Whose login it is. To read that takes longer than all the rest of a status. */
  Account account() {
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

  /** Which refreshed login waits in memory for its vault; null if none. */
  @Nullable WaitingLogin waiting() {
    try {
      return WaitingLogin.of(directory().found(), profile);
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
