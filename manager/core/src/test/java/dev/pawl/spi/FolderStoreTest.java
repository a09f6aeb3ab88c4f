package dev.pawl.spi;

import dev.pawl.spi.contract.CredentialStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract, and a store that keeps it. */
class FolderStoreTest extends CredentialStoreContract {
  @TempDir Path folder;

  @Override
  protected CredentialStore store() {
    return new FolderStore(folder);
  }
}
