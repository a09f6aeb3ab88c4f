package dev.pawl.fleet.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.RecordStore.Watch;
import dev.pawl.fleet.RecordUpdate;
import dev.pawl.fleet.StoreReport;
import dev.pawl.fleet.VersionedRecord;
import dev.pawl.fleet.Written;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link RecordStore} promises. Extend it with the engine that you bring along; it needs
 * JUnit Jupiter and AssertJ. All tests may share one store: each has profiles and prints of its
 * own.
 */
@Timeout(120)
public abstract class RecordStoreContract {
  private static final int HOSTS = 4;
  private static final int THREADS = 16;
  private static final int TOLD_WITHIN_SECONDS = 15;

  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private final List<RecordStore> opened = new ArrayList<>();
  private final List<RecordStore> racers = new ArrayList<>();

  /** Another connection to the same store each time, as another host would have it. */
  protected abstract RecordStore store() throws IOException;

  /**
   * A store at a place where nobody answers. If it cannot even be opened, the exception of that is
   * looked at.
   */
  protected abstract RecordStore unreachable() throws IOException;

  /** How often threads race for one record; fewer for a slow store. */
  protected int rounds() {
    return 10;
  }

  @AfterEach
  void closeStores() {
    opened.forEach(RecordStore::close);
  }

  private RecordStore host() throws IOException {
    RecordStore store = store();
    opened.add(store);
    return store;
  }

  private String profile(String name) {
    return name + "-" + mark;
  }

  private RecordUpdate update(String body) {
    return new RecordUpdate(body, null);
  }

  private RecordUpdate printed(String body, String print) {
    return new RecordUpdate(body, "print-" + print + "-" + mark);
  }

  private static VersionedRecord stored(RecordStore store, String profile) throws IOException {
    VersionedRecord record = store.read(profile);
    return record == null ? fail("no record of " + profile) : record;
  }

  @Test
  void read_profileThatNobodyWrote_isNull() throws IOException {
    assertThat(host().read(profile("nobody"))).isNull();
  }

  @Test
  void read_fromAnotherHost_givesWhatWasWrittenLast() throws IOException {
    RecordStore first = host();
    RecordStore second = host();
    String profile = profile("seen");

    for (int i = 0; i < 50; i++) {
      VersionedRecord before = second.read(profile);
      long version = before == null ? 0 : before.version();

      Written written = first.compareAndSet(profile, version, update("body " + i));

      assertThat(stored(second, profile))
          .isEqualTo(new VersionedRecord(written.version(), "body " + i));
    }
  }

  @Test
  void compareAndSet_eachWrite_hasAGreaterVersion() throws IOException {
    RecordStore store = host();
    String profile = profile("versions");
    List<Long> versions = new ArrayList<>(List.of(0L));

    for (int i = 0; i < 10; i++) {
      store.compareAndSet(profile, versions.get(i), update("the same body"));
      versions.add(stored(store, profile).version());
    }

    assertThat(versions).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void compareAndSet_recordExists_isNotCreatedAgain() throws IOException {
    String profile = profile("once");
    host().compareAndSet(profile, 0, update("first"));

    Written again = host().compareAndSet(profile, 0, update("second"));

    assertThat(again).isEqualTo(Written.CONFLICT);
    assertThat(stored(host(), profile).body()).isEqualTo("first");
  }

  @Test
  void compareAndSet_noRecordAndAVersion_isAConflict() throws IOException {
    RecordStore store = host();
    String profile = profile("absent");

    Written written = store.compareAndSet(profile, 1, update("body"));

    assertThat(written).isEqualTo(Written.CONFLICT);
    assertThat(store.read(profile)).isNull();
  }

  @Test
  void compareAndSet_versionOfBefore_changesNothing() throws IOException {
    RecordStore store = host();
    String profile = profile("before");
    store.compareAndSet(profile, 0, update("first"));
    long first = stored(store, profile).version();
    store.compareAndSet(profile, first, update("second"));
    VersionedRecord second = stored(store, profile);

    Written written = store.compareAndSet(profile, first, update("late"));

    assertThat(written).isEqualTo(Written.CONFLICT);
    assertThat(stored(host(), profile)).isEqualTo(second);
  }

  @Test
  void compareAndSet_versionThatIsYetToCome_changesNothing() throws IOException {
    RecordStore store = host();
    String profile = profile("ahead");
    store.compareAndSet(profile, 0, update("first"));
    VersionedRecord first = stored(store, profile);

    Written written = store.compareAndSet(profile, first.version() + 1, update("early"));

    assertThat(written).isEqualTo(Written.CONFLICT);
    assertThat(stored(store, profile)).isEqualTo(first);
  }

  @Test
  void compareAndSet_manyThreadsCreate_oneIsApplied() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      String profile = profile("created-" + round);

      List<Written> written =
          race((store, n) -> store.compareAndSet(profile, 0, update("body " + n)));

      assertThat(written).filteredOn(Written::isApplied).hasSize(1);
      assertThat(written).filteredOn(Written.CONFLICT::equals).hasSize(THREADS - 1);
    }
  }

  @Test
  void compareAndSet_manyThreadsReplace_oneIsApplied() throws Exception {
    String profile = profile("replaced");
    RecordStore own = host();
    own.compareAndSet(profile, 0, update("first"));

    for (int round = 0; round < rounds(); round++) {
      long version = stored(own, profile).version();
      String body = "body of round " + round + " and thread ";
      List<Written> written =
          race((store, n) -> store.compareAndSet(profile, version, update(body + n)));

      assertThat(written).filteredOn(Written::isApplied).hasSize(1);
      int winner = winner(written);
      assertThat(stored(own, profile).body()).isEqualTo(body + winner);
    }
  }

  @Test
  void compareAndSet_manyThreadsCount_noneIsLost() throws Exception {
    String profile = profile("counted");
    host().compareAndSet(profile, 0, update("0"));
    AtomicInteger applied = new AtomicInteger();

    race(
        (store, n) -> {
          for (int i = 0; i < rounds(); i++) {
            VersionedRecord record = stored(store, profile);
            String next = String.valueOf(Integer.parseInt(record.body()) + 1);
            if (store.compareAndSet(profile, record.version(), update(next)).isApplied()) {
              applied.incrementAndGet();
            }
          }
          return Written.CONFLICT;
        });

    assertThat(applied.get()).isPositive();
    assertThat(stored(host(), profile).body()).isEqualTo(String.valueOf(applied.get()));
  }

  @Test
  void compareAndSet_printOfAnotherProfile_createsNothing() throws IOException {
    RecordStore store = host();
    store.compareAndSet(profile("owner"), 0, printed("owner", "p"));

    Written written = host().compareAndSet(profile("thief"), 0, printed("thief", "p"));

    assertThat(written).isEqualTo(Written.PRINT_TAKEN);
    assertThat(store.read(profile("thief"))).isNull();
  }

  @Test
  void compareAndSet_printOfAnotherProfile_replacesNothing() throws IOException {
    RecordStore store = host();
    store.compareAndSet(profile("owner"), 0, printed("owner", "p"));
    store.compareAndSet(profile("thief"), 0, printed("thief", "q"));
    VersionedRecord before = stored(store, profile("thief"));

    Written written =
        store.compareAndSet(profile("thief"), before.version(), printed("stolen", "p"));

    assertThat(written).isEqualTo(Written.PRINT_TAKEN);
    assertThat(stored(store, profile("thief"))).isEqualTo(before);
    Written ofItsOwn = store.compareAndSet(profile("third"), 0, printed("third", "q"));
    assertThat(ofItsOwn).as("its own print is still its own").isEqualTo(Written.PRINT_TAKEN);
  }

  @Test
  void compareAndSet_versionAndPrintDoNotFit_isAConflict() throws IOException {
    RecordStore store = host();
    store.compareAndSet(profile("owner"), 0, printed("owner", "p"));
    store.compareAndSet(profile("other"), 0, printed("other", "q"));

    Written created = store.compareAndSet(profile("other"), 0, printed("again", "p"));
    Written replaced =
        store.compareAndSet(profile("other"), Long.MAX_VALUE / 2, printed("again", "p"));

    assertThat(List.of(created, replaced)).containsOnly(Written.CONFLICT);
  }

  @Test
  void compareAndSet_ownPrint_isKept() throws IOException {
    RecordStore store = host();
    String profile = profile("owner");
    store.compareAndSet(profile, 0, printed("first", "p"));

    Written again =
        host().compareAndSet(profile, stored(store, profile).version(), printed("second", "p"));

    assertThat(again.isApplied()).isTrue();
    assertThat(store.compareAndSet(profile("other"), 0, printed("other", "p")))
        .isEqualTo(Written.PRINT_TAKEN);
  }

  @Test
  void compareAndSet_printThatAnotherGaveUp_isFree() throws IOException {
    RecordStore store = host();
    String giver = profile("giver");
    store.compareAndSet(giver, 0, printed("first", "p"));
    store.compareAndSet(giver, stored(store, giver).version(), printed("second", "q"));

    Written taken = host().compareAndSet(profile("taker"), 0, printed("taker", "p"));

    assertThat(taken.isApplied()).isTrue();
    Written back = host().compareAndSet(giver, stored(store, giver).version(), printed("3", "p"));
    assertThat(back).isEqualTo(Written.PRINT_TAKEN);
  }

  @Test
  void compareAndSet_recordWithoutAPrint_freesItAndMayHaveItAgain() throws IOException {
    RecordStore store = host();
    String profile = profile("bare");
    store.compareAndSet(profile, 0, printed("first", "p"));
    store.compareAndSet(profile, stored(store, profile).version(), update("without"));
    store.compareAndSet(profile("bare-too"), 0, update("also without"));

    Written again =
        store.compareAndSet(profile, stored(store, profile).version(), printed("third", "p"));

    assertThat(again.isApplied()).isTrue();
  }

  @Test
  void compareAndSet_manyProfilesWantOnePrint_oneHasIt() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      int now = round;

      List<Written> written =
          race(
              (store, n) ->
                  store.compareAndSet(
                      profile("rival-" + now + "-" + n), 0, printed("body", "of-round-" + now)));

      assertThat(written).filteredOn(Written::isApplied).hasSize(1);
      assertThat(written).filteredOn(Written.PRINT_TAKEN::equals).hasSize(THREADS - 1);
    }
  }

  @Test
  void compareAndSet_twoProfilesChangePrints_neitherWaitsForEver() throws Exception {
    RecordStore own = host();
    own.compareAndSet(profile("left"), 0, printed("left", "l"));
    own.compareAndSet(profile("right"), 0, printed("right", "r"));

    List<Written> written =
        race(
            (store, n) -> {
              String profile = profile(n % 2 == 0 ? "left" : "right");
              long version = stored(store, profile).version();
              return store.compareAndSet(profile, version, printed("x", n % 2 == 0 ? "r" : "l"));
            });

    assertThat(written).noneMatch(Written::isApplied);
  }

  @Test
  void read_bodyOf256Kibibytes_isWhole() throws IOException {
    String line = "{\"sealed\":\"" + "A".repeat(100) + "\\u0000\\\"\",\"name\":\"Zoë 🔑 '%_\"}\n";
    String body = line.repeat((256 << 10) / line.getBytes(UTF_8).length);
    String profile = profile("big");

    Written written = host().compareAndSet(profile, 0, printed(body, "big"));

    assertThat(written.isApplied()).isTrue();
    assertThat(stored(host(), profile).body()).isEqualTo(body);
  }

  @Test
  void compareAndSet_oddNames_areApart() throws IOException {
    RecordStore store = host();
    List<String> names =
        List.of(
            "a-" + mark,
            "a-" + mark + ".",
            "a-" + mark + "._@-",
            "a_" + mark,
            "a" + mark,
            "0@" + mark,
            "x".repeat(55) + "-" + mark);
    for (String name : names) {
      assertThat(store.compareAndSet(name, 0, update(name)).isApplied()).isTrue();
    }

    for (String name : names) {
      assertThat(stored(host(), name).body()).isEqualTo(name);
    }
    assertThat(host().profiles()).containsAll(names);
  }

  @Test
  void profiles_recordsWithAndWithoutPrint_namesEachOnce() throws IOException {
    RecordStore store = host();
    store.compareAndSet(profile("one"), 0, printed("one", "p"));
    store.compareAndSet(profile("two"), 0, update("two"));

    List<String> ours = new ArrayList<>();
    store.profiles().forEach(ours::add);
    ours.removeIf(name -> !name.endsWith(mark));

    assertThat(ours).containsExactlyInAnyOrder(profile("one"), profile("two"));
  }

  @Test
  void watch_anotherHostWrites_isToldWithinSeconds() throws Exception {
    RecordStore watching = host();
    RecordStore writing = host();
    LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

    try (Watch watch = watching.watch(told::add)) {
      assertThat(watch).isNotNull();
      assertThat(tellsOf(told, writing, profile("created"))).isTrue();
      assertThat(tellsOf(told, writing, profile("replaced"))).isTrue();
      assertThat(tellsOf(told, watching, profile("own"))).isTrue();
    }
  }

  @Test
  void watch_writtenOnceRightAfterItBegan_isTold() throws Exception {
    RecordStore watching = host();
    RecordStore writing = host();
    LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

    try (Watch watch = watching.watch(told::add)) {
      assertThat(watch).isNotNull();
      writing.compareAndSet(profile("once-told"), 0, update("body"));

      assertThat(isTold(told, profile("once-told"), TOLD_WITHIN_SECONDS)).isTrue();
    }
  }

  @Test
  void watch_closed_tellsNothingMoreAndLeavesOthersAndTheStore() throws Exception {
    RecordStore store = host();
    Set<String> toldToTheClosed = ConcurrentHashMap.newKeySet();
    LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (Watch open = store.watch(told::add)) {
      assertThat(open).isNotNull();
      Watch closed = store.watch(toldToTheClosed::add);
      assertThat(tellsOf(told, store, profile("before"))).isTrue();
      closed.close();
      closed.close();

      assertThat(tellsOf(told, store, profile("after"))).isTrue();
    }

    assertThat(toldToTheClosed).doesNotContain(profile("after"));
    assertThat(store.read(profile("after"))).isNotNull();
  }

  @Test
  void watch_listenerThrows_goesOn() throws Exception {
    RecordStore store = host();
    LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    Watch watch =
        store.watch(
            name -> {
              told.add(name);
              throw new IllegalStateException("a listener's own mistake");
            });

    try (watch) {
      assertThat(tellsOf(told, store, profile("first"))).isTrue();
      assertThat(tellsOf(told, store, profile("second"))).isTrue();
    }
  }

  @Test
  void close_watchIsOpen_endsIt() throws IOException {
    RecordStore store = store();
    Watch watch = store.watch(name -> {});

    store.close();
    store.close();

    watch.close();
    assertThatThrownBy(() -> store.read(profile("any"))).isInstanceOf(IOException.class);
  }

  @Test
  void calls_ofAnInterruptedThread_endAndLeaveTheStoreUsable() throws IOException {
    RecordStore store = host();
    String profile = profile("interrupted");
    String outcome;
    try {
      Thread.currentThread().interrupt();
      outcome = store.compareAndSet(profile, 0, update("body")).outcome().name();
    } catch (IOException e) {
      outcome = "unknown";
    } finally {
      assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    }

    if (outcome.equals("unknown")) { // and may still be written in between
      assertThat(isAppliedSoon(store, profile)).isTrue();
    } else {
      assertThat(outcome).isEqualTo("APPLIED");
      assertThat(store.read(profile)).isNotNull();
    }
  }

  private boolean isAppliedSoon(RecordStore store, String profile) throws IOException {
    for (int i = 0; i < 10; i++) {
      VersionedRecord before = store.read(profile);
      long version = before == null ? 0 : before.version();
      if (store.compareAndSet(profile, version, update("b")).isApplied()) {
        return true;
      }
    }
    return false;
  }

  @Test
  void read_storeIsAway_saysWhichAndWhatToDo() {
    assertThatThrownBy(
            () -> {
              try (RecordStore store = unreachable()) {
                store.read("profile");
              }
            })
        .isInstanceOf(IOException.class)
        .message()
        .isNotNull()
        .contains(": ")
        .hasSizeGreaterThan(20);
  }

  @Test
  void report_storeIsUp_hasFactsAndNoProblem() throws IOException {
    RecordStore store = host();

    StoreReport report = store.report();

    assertThat(report.facts()).isNotEmpty();
    assertThat(report.problems()).isEmpty();
    assertThat(store.place()).isNotBlank();
  }

  /** Writes {@code profile} again and again, since a watch may need a moment to begin. */
  private boolean tellsOf(LinkedBlockingQueue<String> told, RecordStore writer, String profile)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TOLD_WITHIN_SECONDS);
    while (System.nanoTime() - deadline < 0) {
      VersionedRecord before = writer.read(profile);
      writer.compareAndSet(profile, before == null ? 0 : before.version(), update("body"));
      if (isTold(told, profile, 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTold(LinkedBlockingQueue<String> told, String profile, int seconds)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() - deadline < 0) {
      if (profile.equals(told.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS))) {
        return true;
      }
    }
    return false;
  }

  private static int winner(List<Written> written) {
    return IntStream.range(0, written.size())
        .filter(n -> written.get(n).isApplied())
        .findFirst()
        .orElseThrow();
  }

  private List<Written> race(Attempt attempt)
      throws IOException, InterruptedException, ExecutionException {
    while (racers.size() < HOSTS) {
      racers.add(host());
    }
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Written>> attempts =
          IntStream.range(0, THREADS)
              .mapToObj(
                  n ->
                      threads.submit(
                          () -> {
                            start.await();
                            return attempt.by(racers.get(n % HOSTS), n);
                          }))
              .toList();
      start.countDown();
      List<Written> written = new ArrayList<>();
      for (Future<Written> one : attempts) {
        written.add(one.get());
      }
      return written;
    } finally {
      threads.shutdownNow();
    }
  }

  /** What one thread of many does, each with its number. */
  private interface Attempt {
    Written by(RecordStore store, int number) throws IOException;
  }
}
