package dev.pawl.vault;

import org.jspecify.annotations.Nullable;

/** A vault that is left alone for a moment after it failed. */
record BrakedVault(Vault vault, Brake brake) implements Vault {
  @Override
  public String kind() {
    return vault.kind();
  }

  @Override
  public String place() {
    return vault.place();
  }

  @Override
  public int limit() {
    return vault.limit();
  }

  @Override
  public @Nullable String read(String part) throws VaultException {
    return brake.<@Nullable String>apply(() -> vault.read(part));
  }

  @Override
  public void write(String part, String text) throws VaultException {
    brake.<@Nullable Void>apply(
        () -> {
          vault.write(part, text);
          return null;
        });
  }

  @Override
  public void delete(String part) throws VaultException {
    brake.<@Nullable Void>apply(
        () -> {
          vault.delete(part);
          return null;
        });
  }
}
