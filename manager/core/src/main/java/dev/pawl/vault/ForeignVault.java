package dev.pawl.vault;

import dev.pawl.spi.CredentialStore;
import dev.pawl.vault.VaultException.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An entry of a place that the application has brought along. */
record ForeignVault(String kind, CredentialStore.Entry entry) implements Vault {
  @Override
  public String place() {
    return entry.place();
  }

  @Override
  public int limit() {
    return entry.limit();
  }

  @Override
  public @Nullable String read(String part) throws VaultException {
    try {
      return entry.read(part);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void write(String part, String text) throws VaultException {
    try {
      entry.write(part, text);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void delete(String part) throws VaultException {
    try {
      entry.delete(part);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private VaultException failed(IOException e) {
    return new VaultException(Reason.FAILED, place() + ": " + e.getMessage(), e);
  }
}
