package dev.pawl.vault;

import dev.pawl.process.ChildResult;
import dev.pawl.vault.VaultException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the macOS keychain, through {@code /usr/bin/security}: a generic password a part.
 * Checked against a stand-in for that program only, not yet on a Mac.
 *
 * <p>A secret goes in as a line on the standard input of {@code security -i}, which reads at most
 * 4,095 bytes of a line and runs what is cut off as another command: hence {@link #limit}. That way
 * of running it ends with the exit code of its last command and says little else, so what was
 * written is read back. Its error output may quote a line, so it is never looked at.
 */
final class Keychain implements Vault {
  static final String KIND = "keychain";

  /* The longest line is this and the words around it: item and part have at most 120 characters. */
  private static final int LIMIT = 3_700;

  private static final int NOT_FOUND = 44; // errSecItemNotFound
  private static final int NO_INTERACTION = 36; // errSecInteractionNotAllowed
  private static final int WRONG_PASSWORD = 51; // errSecAuthFailed
  private static final int NO_KEYCHAIN = 50; // errSecNoSuchKeychain
  private static final int NO_DEFAULT = 37; // errSecNoDefaultKeychain
  private static final int CANCELLED = 128; // userCanceledErr

  private final Tool security;
  private final EntryName entry;

  Keychain(Tool security, EntryName entry) {
    this.security = security;
    this.entry = entry;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String place() {
    return "keychain item " + service();
  }

  @Override
  public int limit() {
    return LIMIT;
  }

  @Override
  public @Nullable String read(String part) throws VaultException {
    ChildResult result =
        security.run("find-generic-password", "-s", service(), "-a", account(part), "-w");
    if (result.code() == NOT_FOUND) {
      return null;
    }
    requireGood(result, "read");
    return result.text().strip();
  }

  @Override
  public void write(String part, String text) throws VaultException {
    if (text.length() > LIMIT) {
      throw new IllegalArgumentException("longer than one line may be: " + text.length());
    }
    String line =
        "add-generic-password -U -s " + service() + " -a " + account(part) + " -w " + text + "\n";
    requireGood(security.runWith(line, "-i"), "written");
    if (!text.equals(read(part))) {
      throw new VaultException(
          Reason.FAILED, place() + " does not hold what was written; is the keychain writable?");
    }
  }

  @Override
  public void delete(String part) throws VaultException {
    ChildResult result =
        security.run("delete-generic-password", "-s", service(), "-a", account(part));
    if (result.code() != NOT_FOUND) {
      requireGood(result, "deleted");
    }
  }

  private String service() {
    return "pawl-" + entry.directory();
  }

  private String account(String part) {
    return entry.profile() + "/" + part;
  }

  private void requireGood(ChildResult result, String what) throws VaultException {
    switch (result.code()) {
      case 0 -> {}
      case NO_INTERACTION, WRONG_PASSWORD ->
          throw new VaultException(
              Reason.LOCKED,
              "the keychain is locked; unlock it: security unlock-keychain (over SSH it must be"
                  + " unlocked in that very session)");
      case CANCELLED ->
          throw new VaultException(
              Reason.DENIED, "access to " + place() + " was refused; try again and allow it");
      case NO_KEYCHAIN, NO_DEFAULT ->
          throw new VaultException(
              Reason.ABSENT,
              "this user has no default keychain; make one, or set credentials.store to file and"
                  + " log in again");
      default ->
          throw new VaultException(
              Reason.FAILED, place() + " could not be " + what + " (" + result.ending() + ")");
    }
  }
}
