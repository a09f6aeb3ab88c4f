package dev.pawl.store.vault;

import dev.pawl.file.DamagedFileException;
import dev.pawl.json.JsonException;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantFormat;
import dev.pawl.store.GrantFormat.Parent;
import dev.pawl.store.GrantFormat.Stored;
import dev.pawl.vault.ChunkedSecret;
import dev.pawl.vault.Vault;
import dev.pawl.vault.VaultException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A grant with its secrets, as a vault holds it. */
final class VaultEntry {
  private final Vault vault;
  private final ChunkedSecret secret;

  VaultEntry(Vault vault) {
    this.vault = vault;
    this.secret = new ChunkedSecret(vault);
  }

  /**
   * What the vault holds; null if nothing.
   *
   * @throws DamagedFileException if that cannot be understood
   * @throws VaultException if the vault does not say
   */
  @Nullable Stored read() throws IOException {
    ChunkedSecret.Content content = secret.read();
    return switch (content.state()) {
      case ABSENT -> null;
      case DAMAGED -> throw damaged("it is not what Pawl wrote");
      case WHOLE -> parsed(content.bytes());
    };
  }

  private Stored parsed(byte[] bytes) throws IOException {
    try {
      return GrantFormat.read(bytes);
    } catch (JsonException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  private DamagedFileException damaged(String why) {
    return new DamagedFileException(Path.of(vault.place()), why);
  }

  /** Proves that the vault can be written, as far as that can be known. */
  void warmUp() throws VaultException {
    secret.warmUp();
  }

  /** Puts {@code grant} in the place of {@code parent}. */
  void write(Grant grant, Parent parent) throws IOException {
    secret.write(GrantFormat.write(grant, parent));
  }

  /** Removes what lies in the vault. */
  void erase() throws VaultException {
    secret.delete();
    try {
      secret.deleteReserve();
    } catch (VaultException e) {
      System.getLogger(VaultEntry.class.getName()).log(Level.DEBUG, "{0}", e.getMessage());
    }
  }
}
