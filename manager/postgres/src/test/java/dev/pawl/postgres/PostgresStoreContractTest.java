package dev.pawl.postgres;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.fleet.contract.RecordStoreContract;
import java.io.IOException;
import java.time.Duration;

/** A table of a real PostgreSQL keeps the contract. */
class PostgresStoreContractTest extends RecordStoreContract {
  private final PostgresStoreProvider provider = new PostgresStoreProvider();

  @Override
  protected RecordStore store() throws IOException {
    StoreAddress address = StoreAddress.of(Server.shared().url("postgres"));
    return provider.open(
        new StoreAddress(
            address.url(), address.password(), null, null, false, Duration.ofSeconds(30)));
  }

  @Override
  protected RecordStore unreachable() throws IOException {
    return provider.open(StoreAddress.of("postgresql://127.0.0.1:1/nothing"));
  }
}
