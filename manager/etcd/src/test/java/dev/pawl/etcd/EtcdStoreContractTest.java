package dev.pawl.etcd;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.fleet.contract.RecordStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A real etcd keeps the contract. */
@SuppressWarnings("NullAway.Init") // what BeforeAll makes
class EtcdStoreContractTest extends RecordStoreContract {
  @TempDir private static Path directory;
  private static EtcdServer server;

  private final EtcdStoreProvider provider = new EtcdStoreProvider();

  @BeforeAll
  static void start() throws IOException {
    server = EtcdServer.start(directory);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected RecordStore store() throws IOException {
    return provider.open(
        new StoreAddress(
            server.url("contract"), () -> null, null, null, false, Duration.ofSeconds(30)));
  }

  @Override
  protected RecordStore unreachable() throws IOException {
    return provider.open(
        new StoreAddress(
            "etcd://127.0.0.1:1/contract", () -> null, null, null, false, Duration.ofSeconds(1)));
  }
}
