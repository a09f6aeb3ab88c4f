package dev.pawl.spi;

/** The contract, and a store that keeps it. */
class FolderStoreTest extends CredentialStoreContract {
  @Override
  protected CredentialStore store() {
    return new FolderStore(directory.resolve("folder"));
  }
}
