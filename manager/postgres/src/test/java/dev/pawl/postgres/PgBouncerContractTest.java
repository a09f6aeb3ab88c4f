package dev.pawl.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.fleet.StoreRefusedException;
import dev.pawl.fleet.contract.RecordStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract holds through a pooler that gives each transaction another connection. */
@SuppressWarnings("NullAway.Init") // what BeforeAll makes
class PgBouncerContractTest extends RecordStoreContract {
  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

  @TempDir private static Path directory;
  private static PgBouncer pooler;

  private final PostgresStoreProvider provider = new PostgresStoreProvider();

  @BeforeAll
  static void start() throws IOException {
    PgBouncer.require();
    pooler = PgBouncer.before(Server.shared(), directory);
  }

  @AfterAll
  static void stop() {
    if (pooler != null) {
      pooler.close();
    }
  }

  /* The pooler may still be starting. */
  @Override
  protected RecordStore store() throws IOException {
    StoreAddress address =
        new StoreAddress(pooler.url(), () -> null, null, null, false, Duration.ofSeconds(30));
    long deadline = System.nanoTime() + PATIENCE;
    while (true) {
      try {
        return provider.open(address);
      } catch (StoreRefusedException e) {
        throw e;
      } catch (IOException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
      }
    }
  }

  @Override
  protected RecordStore unreachable() throws IOException {
    return provider.open(StoreAddress.of("postgresql://127.0.0.1:1/nothing"));
  }

  @Test
  void report_throughAPooler_saysThatNewsArePolled() throws IOException {
    try (RecordStore store = store()) {
      assertThat(store.report().facts().get("news by")).startsWith("polling");
    }
  }
}
