package dev.pawl.etcd;

import static dev.pawl.etcd.EtcdConnection.bytes;

import dev.pawl.clock.TokenClock;
import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordUpdate;
import dev.pawl.fleet.StoreReport;
import dev.pawl.fleet.VersionedRecord;
import dev.pawl.fleet.Written;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records under a prefix: {@code record/PROFILE} holds the print and, after a line's end, the body;
 * {@code print/PRINT} names the profile that has it. Both are written by one transaction, and a
 * record's version is its {@code mod_revision}. Reads are linearizable. Thread-safe.
 */
final class EtcdStore implements RecordStore {
  static final ByteSequence RECORDS = bytes("record/");

  private final EtcdAddress address;
  private final EtcdConnection connection;
  private volatile long opened;
  private final Set<EtcdWatch> watches = ConcurrentHashMap.newKeySet();
  private final Map<String, Print> known = new ConcurrentHashMap<>();

  EtcdStore(EtcdAddress address, EtcdConnection connection) {
    this.address = address;
    this.connection = connection;
  }

  /** Asks once, whether the cluster answers and may be read; a watch tells what came since. */
  void begin() throws IOException {
    GetOption count = GetOption.builder().isPrefix(true).withCountOnly(true).build();
    opened =
        connection
            .repeated(client -> client.getKVClient().get(RECORDS, count))
            .getHeader()
            .getRevision();
  }

  /** The print that a version of a record has; it frees it when it writes the next. */
  private record Print(long version, @Nullable String print) {}

  private static ByteSequence record(String profile) {
    return bytes("record/" + profile);
  }

  private static ByteSequence print(String print) {
    return bytes("print/" + print);
  }

  @Override
  public @Nullable VersionedRecord read(String profile) throws IOException {
    GetResponse answer = connection.repeated(client -> client.getKVClient().get(record(profile)));
    if (answer.getKvs().isEmpty()) {
      return null;
    }
    KeyValue found = answer.getKvs().get(0);
    String value = found.getValue().toString(StandardCharsets.UTF_8);
    int end = value.indexOf('\n');
    known.put(profile, new Print(found.getModRevision(), end > 0 ? value.substring(0, end) : null));
    return new VersionedRecord(found.getModRevision(), value.substring(end + 1));
  }

  @Override
  public Written compareAndSet(String profile, long version, RecordUpdate next) throws IOException {
    Print before = version == 0 ? new Print(0, null) : before(profile, version);
    if (before == null) {
      return Written.CONFLICT;
    }
    TxnResponse answer =
        connection.once(
            client ->
                client
                    .getKVClient()
                    .txn()
                    .If(conditions(profile, before, next))
                    .Then(writes(profile, before, next))
                    .Else(Op.get(record(profile), GetOption.builder().withKeysOnly(true).build()))
                    .commit());
    if (answer.isSucceeded()) {
      long now = answer.getHeader().getRevision();
      known.put(profile, new Print(now, next.print()));
      return Written.applied(now);
    }
    List<KeyValue> found = answer.getGetResponses().get(0).getKvs();
    long now = found.isEmpty() ? 0 : found.get(0).getModRevision();
    return now == version ? Written.PRINT_TAKEN : Written.CONFLICT;
  }

  /* A read that shows another version settles it. */
  private @Nullable Print before(String profile, long version) throws IOException {
    Print print = known.get(profile);
    if (print == null || print.version() != version) {
      read(profile);
      print = known.get(profile);
    }
    return print != null && print.version() == version ? print : null;
  }

  private static Cmp[] conditions(String profile, Print before, RecordUpdate next) {
    List<Cmp> conditions = new ArrayList<>();
    conditions.add(unchanged(record(profile), before.version()));
    if (next.print() != null && !next.print().equals(before.print())) {
      conditions.add(unchanged(print(next.print()), 0));
    }
    return conditions.toArray(Cmp[]::new);
  }

  private static Cmp unchanged(ByteSequence key, long revision) {
    return new Cmp(key, Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
  }

  private static Op[] writes(String profile, Print before, RecordUpdate next) {
    String line = Objects.requireNonNullElse(next.print(), "");
    List<Op> writes = new ArrayList<>();
    writes.add(Op.put(record(profile), bytes(line + "\n" + next.body()), PutOption.DEFAULT));
    if (!Objects.equals(before.print(), next.print())) {
      if (before.print() != null) {
        writes.add(Op.delete(print(before.print()), DeleteOption.DEFAULT));
      }
      if (next.print() != null) {
        writes.add(Op.put(print(next.print()), bytes(profile), PutOption.DEFAULT));
      }
    }
    return writes.toArray(Op[]::new);
  }

  @Override
  public Iterable<String> profiles() throws IOException {
    GetOption keys = GetOption.builder().isPrefix(true).withKeysOnly(true).build();
    return connection.repeated(client -> client.getKVClient().get(RECORDS, keys)).getKvs().stream()
        .map(EtcdStore::profile)
        .toList();
  }

  /** Whose record {@code found} is. */
  static String profile(KeyValue found) {
    return found.getKey().toString(StandardCharsets.UTF_8).substring(RECORDS.size());
  }

  @Override
  public Watch watch(Consumer<String> changed) {
    EtcdWatch watch = new EtcdWatch(connection, opened, changed, watches::remove);
    watches.add(watch);
    watch.start();
    return watch;
  }

  @Override
  public String place() {
    return address.toString();
  }

  @Override
  public StoreReport report() {
    Map<String, String> facts = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    facts.put("engine", "etcd");
    facts.put("place", address.toString());
    facts.put("tls", address.tls() ? "yes" : "no");
    facts.put("members named", String.valueOf(address.members().size()));
    try {
      long began = TokenClock.system().nanos();
      GetOption count = GetOption.builder().isPrefix(true).withCountOnly(true).build();
      GetResponse answer = connection.repeated(client -> client.getKVClient().get(RECORDS, count));
      facts.put("latency", (TokenClock.system().nanos() - began) / 1_000_000 + " ms");
      facts.put("records", String.valueOf(answer.getCount()));
      facts.put("revision", String.valueOf(answer.getHeader().getRevision()));
      facts.put("term", String.valueOf(answer.getHeader().getRaftTerm()));
    } catch (IOException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return new StoreReport(facts, problems);
  }

  @Override
  public void close() {
    watches.forEach(EtcdWatch::close);
    connection.close();
  }
}
