package dev.pawl.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordStore.Watch;
import dev.pawl.fleet.RecordUpdate;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.fleet.StoreRefusedException;
import dev.pawl.fleet.VersionedRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that stops, comes back, and comes back as a replica. */
class PostgresOutageTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path directory;

  private final PostgresStoreProvider provider = new PostgresStoreProvider();

  @Test
  void store_serverComesBack_isUsedAgainAndWatchedOnAndNoReplicaIs() throws Exception {
    Path data = directory.resolve("data");
    Server server = Server.start(data, 0, Map.of());
    int port = server.port();
    StoreAddress address =
        new StoreAddress(
            server.url("postgres"), () -> null, null, null, false, Duration.ofSeconds(2));
    provider.initialize(address);
    LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (RecordStore store = provider.open(address);
        Watch watch = store.watch(told::add)) {
      assertThat(watch).isNotNull();
      store.compareAndSet("outage", 0, new RecordUpdate("{}", null));

      server.stop();
      assertAway(store);
      Server again = Server.start(data, port, Map.of());

      assertThat(onceItIsBack(store)).isEqualTo(new VersionedRecord(1, "{}"));
      told.clear();
      assertThat(store.compareAndSet("outage", 1, new RecordUpdate("{}", null)).isApplied())
          .isTrue();
      assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("outage");
      again.stop();
    }

    assertReplicaIsRefused(data, port, address);
  }

  private static void assertAway(RecordStore store) {
    long began = System.nanoTime();

    assertThatThrownBy(() -> store.read("outage"))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("localhost");

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    assertThat(store.report().problems()).hasSize(1);
  }

  private static VersionedRecord onceItIsBack(RecordStore store) throws IOException {
    long deadline = System.nanoTime() + PATIENCE;
    while (true) {
      try {
        VersionedRecord record = store.read("outage");
        if (record != null) {
          return record;
        }
      } catch (IOException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
      }
    }
  }

  private void assertReplicaIsRefused(Path data, int port, StoreAddress address)
      throws IOException {
    Files.createFile(data.resolve("standby.signal"));
    Server replica = Server.start(data, port, Map.of());
    try {
      assertThatThrownBy(() -> provider.open(address))
          .isInstanceOf(StoreRefusedException.class)
          .hasMessageContaining("replica")
          .hasMessageContaining("name the primary");
    } finally {
      replica.stop();
    }
  }
}
