package dev.pawl.vault;

import dev.pawl.process.ChildResult;
import dev.pawl.vault.VaultException.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the Secret Service of a desktop session (GNOME Keyring, KWallet, KeePassXC), through
 * {@code secret-tool}: an item a part, in the default collection.
 *
 * <p>No call makes a dialog appear: items are searched for, which never unlocks, and before
 * anything is written the collection is asked whether it is locked. {@code secret-tool} cuts a
 * secret at 8,192 bytes and still ends with exit code 0: hence {@link #limit}.
 */
final class SecretService implements Vault {
  static final String KIND = "secret-service";

  private static final int LIMIT = 8_000;
  private static final String SECRET = "secret = ";
  private static final String ITEM = "[/";

  private final Tool secretTool;
  private final Tool dbusSend;
  private final EntryName entry;

  SecretService(Tool secretTool, Tool dbusSend, EntryName entry) {
    this.secretTool = secretTool;
    this.dbusSend = dbusSend;
    this.entry = entry;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String place() {
    return "Secret Service item pawl-entry " + entry;
  }

  @Override
  public int limit() {
    return LIMIT;
  }

  @Override
  public @Nullable String read(String part) throws VaultException {
    ChildResult found =
        secretTool.run("search", "--all", "pawl-entry", entry.toString(), "pawl-part", part);
    List<String> lines = found.text().lines().toList();
    List<String> secrets = lines.stream().filter(line -> line.startsWith(SECRET)).toList();
    if (secrets.size() == 1) {
      return secrets.get(0).substring(SECRET.length());
    }
    if (secrets.size() > 1) {
      throw new VaultException(
          Reason.FAILED, "more than one item is " + place() + "; delete the older one");
    }
    requireUnlocked();
    if (!found.isGood() || lines.stream().anyMatch(line -> line.startsWith(ITEM))) {
      throw new VaultException(
          Reason.LOCKED, place() + " is there but cannot be read; unlock its keyring");
    }
    return null;
  }

  @Override
  public void write(String part, String text) throws VaultException {
    if (text.length() > LIMIT) {
      throw new IllegalArgumentException("longer than an item may be: " + text.length());
    }
    requireUnlocked();
    ChildResult result =
        secretTool.runWith(
            text,
            "store",
            "--label=Pawl login " + entry.profile() + " (" + part + ")",
            "pawl-entry",
            entry.toString(),
            "pawl-part",
            part);
    requireGood(result, "written");
  }

  @Override
  public void delete(String part) throws VaultException {
    if (read(part) == null) {
      return;
    }
    ChildResult result = secretTool.run("clear", "pawl-entry", entry.toString(), "pawl-part", part);
    requireGood(result, "deleted");
  }

  private void requireGood(ChildResult result, String what) throws VaultException {
    if (!result.isGood()) {
      requireUnlocked();
      throw new VaultException(
          Reason.FAILED, place() + " could not be " + what + " (" + result.ending() + ")");
    }
  }

  /** Asks whether the default collection is unlocked, which never makes a dialog appear. */
  private void requireUnlocked() throws VaultException {
    ChildResult answer =
        dbusSend.run(
            "--session",
            "--print-reply=literal",
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets/aliases/default",
            "org.freedesktop.DBus.Properties.Get",
            "string:org.freedesktop.Secret.Collection",
            "string:Locked");
    if (!answer.isGood()) {
      throw new VaultException(
          Reason.ABSENT,
          "there is no Secret Service with a default keyring in this session; start and unlock one"
              + " (gnome-keyring-daemon), see that DBUS_SESSION_BUS_ADDRESS is set, or set"
              + " credentials.store to file and log in again");
    }
    if (!answer.text().contains("boolean false")) {
      throw new VaultException(
          Reason.LOCKED, "the keyring is locked; unlock it: log in to the desktop, or seahorse");
    }
  }
}
