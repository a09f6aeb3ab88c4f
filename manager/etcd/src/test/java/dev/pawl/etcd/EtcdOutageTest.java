package dev.pawl.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordStore.Watch;
import dev.pawl.fleet.RecordUpdate;
import dev.pawl.fleet.StoreAddress;
import dev.pawl.fleet.StoreRefusedException;
import dev.pawl.fleet.VersionedRecord;
import dev.pawl.fleet.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member that is killed and comes back; a cluster that is too small; an address that is none. */
class EtcdOutageTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path directory;

  private final EtcdStoreProvider provider = new EtcdStoreProvider();

  private static StoreAddress address(String url, boolean failover, int seconds) {
    return new StoreAddress(url, () -> null, null, null, failover, Duration.ofSeconds(seconds));
  }

  @Test
  void store_memberIsKilledAndComesBack_isUsedAgainAndWatchedOn() throws Exception {
    LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (EtcdServer server = EtcdServer.start(directory);
        RecordStore first = provider.open(address(server.url("outage"), false, 60));
        RecordStore store = provider.open(address(server.url("outage"), false, 2));
        Watch watch = store.watch(told::add)) {
      assertThat(watch).isNotNull();
      Written before = first.compareAndSet("outage", 0, new RecordUpdate("{}", "p"));

      server.kill();
      assertAway(store);
      server.startAgain();

      VersionedRecord kept = onceItIsBack(store);
      assertThat(kept).isEqualTo(new VersionedRecord(before.version(), "{}"));
      told.clear();
      assertThat(
              store
                  .compareAndSet("outage", kept.version(), new RecordUpdate("{}", null))
                  .isApplied())
          .isTrue();
      assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("outage");
    }
  }

  private static void assertAway(RecordStore store) {
    long began = System.nanoTime();

    assertThatThrownBy(() -> store.read("outage"))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("look whether its members are up");
    assertThatThrownBy(() -> store.compareAndSet("outage", 0, new RecordUpdate("{}", null)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(StoreRefusedException.class);

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

  @Test
  void open_failoverWithOneMember_isRefused() throws Exception {
    try (EtcdServer server = EtcdServer.start(directory)) {
      assertThatThrownBy(() -> provider.open(address(server.url("one"), true, 60)))
          .isInstanceOf(StoreRefusedException.class)
          .hasMessageContaining("3 members");
    }
  }

  @Test
  void open_urlThatIsNone_isRefusedWithoutItsSecrets() {
    for (String url :
        new String[] {
          "etcd://me:hunter2@127.0.0.1:2379/pawl",
          "etcd://127.0.0.1/pawl",
          "etcd://127.0.0.1:2379",
          "etcd:hunter2"
        }) {
      assertThatThrownBy(() -> provider.open(StoreAddress.of(url)))
          .isInstanceOf(StoreRefusedException.class)
          .hasMessageContaining("fleet.url")
          .hasMessageNotContaining("hunter2");
    }
  }
}
