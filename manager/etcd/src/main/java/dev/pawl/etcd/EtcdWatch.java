package dev.pawl.etcd;

import dev.pawl.fleet.RecordStore;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch.Watcher;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the cluster's watch, and asks besides every second what was written since: a stream may
 * be cut off and say nothing. A stream that ended is begun again.
 */
final class EtcdWatch implements RecordStore.Watch {
  private static final Logger LOG = System.getLogger(EtcdWatch.class.getName());

  private static final int ROUND_MILLIS = 1_000;

  private final EtcdConnection connection;
  private final Consumer<String> changed;
  private final Consumer<EtcdWatch> ended;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Long> told = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Watcher> stream = new AtomicReference<>();
  private long seen;

  EtcdWatch(
      EtcdConnection connection, long seen, Consumer<String> changed, Consumer<EtcdWatch> ended) {
    this.connection = connection;
    this.seen = seen;
    this.changed = changed;
    this.ended = ended;
  }

  void start() {
    Thread thread = new Thread(this::run, "pawl-etcd-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!isClosed()) {
      try {
        if (stream.get() == null) {
          follow();
        }
        poll();
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.DEBUG, "the watch begins anew", e); // who calls the store is told why
        end(stream.get());
      }
      pause();
    }
    end(stream.get());
  }

  private void follow() throws IOException {
    WatchOption records =
        WatchOption.builder().isPrefix(true).withNoDelete(true).withRequireLeader(true).build();
    Stream listener = new Stream();
    Watcher begun =
        connection.client().getWatchClient().watch(EtcdStore.RECORDS, records, listener);
    stream.set(begun);
    if (listener.isEnded()) {
      end(begun);
    }
  }

  private void end(@Nullable Watcher watcher) {
    if (watcher != null && stream.compareAndSet(watcher, null)) {
      watcher.close();
    }
  }

  private void poll() throws IOException {
    GetOption news =
        GetOption.builder().isPrefix(true).withKeysOnly(true).withMinModRevision(seen + 1).build();
    GetResponse answer =
        connection.repeated(client -> client.getKVClient().get(EtcdStore.RECORDS, news));
    for (KeyValue each : answer.getKvs()) {
      tell(each);
    }
    seen = answer.getHeader().getRevision();
  }

  /* The stream and a round tell the same; who listens is told once. */
  private void tell(KeyValue record) {
    String profile = EtcdStore.profile(record);
    long version = record.getModRevision();
    if (isClosed() || Objects.equals(told.put(profile, version), version)) {
      return;
    }
    try {
      changed.accept(profile);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a listener to the fleet's records failed", e); // it ends no watch
    }
  }

  private void pause() {
    try {
      closed.await(ROUND_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closed.countDown(); // nobody but close() means this thread
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    ended.accept(this);
  }

  /** Hears one stream; its end has it begun again at the next round. */
  private final class Stream implements io.etcd.jetcd.Watch.Listener {
    private volatile boolean over;

    private boolean isEnded() {
      return over;
    }

    @Override
    public void onNext(WatchResponse response) {
      for (WatchEvent each : response.getEvents()) {
        tell(each.getKeyValue());
      }
    }

    @Override
    public void onError(Throwable e) {
      onCompleted();
    }

    @Override
    public void onCompleted() {
      over = true;
      stream.set(null);
    }
  }
}
