package dev.pawl.drills.client;

import dev.pawl.drills.client.copy.Copies;
import dev.pawl.drills.client.copy.Copy;
import dev.pawl.drills.client.copy.ProcessTree;
import dev.pawl.drills.client.copy.SmallDisk;
import dev.pawl.drills.script.CannotRunException;
import dev.pawl.drills.stage.WinClass;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.fault.Fault;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.scenario.Scenario;
import dev.pawl.simulator.scenario.ScenarioRun;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A server and the copies of a client, and what a drill does with them. Not thread-safe. */
final class ClientStage {
  private static final int LOOK_SECONDS = 3;

  private final Simulator simulator;
  private final Copies copies;
  private final Optional<SmallDisk> disk;
  private final WinClass promise;
  private final Duration within;
  private final ClientAuthentication authentication;
  private final Scenario scenario;
  private final Callers callers;
  private final ServiceWatch watch;
  private final List<String> violations = new ArrayList<>();
  private long mark;
  private long over;
  private long overNanos = System.nanoTime();
  private long recoveryMillis;

  ClientStage(
      Simulator simulator,
      Copies copies,
      Optional<SmallDisk> disk,
      ClientTerms terms,
      Scenario scenario,
      WinClass promise) {
    this.simulator = simulator;
    this.copies = copies;
    this.disk = disk;
    this.promise = promise;
    this.within = terms.within();
    this.authentication = terms.authentication();
    this.scenario = scenario;
    this.callers = new Callers(copies::number, copies.count());
    this.watch = new ServiceWatch(simulator.ledger(), callers, promise);
  }

  Simulator simulator() {
    return simulator;
  }

  Callers callers() {
    return callers;
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  long recoveryMillis() {
    return recoveryMillis;
  }

  /** Returns how many calls of the API were refused after the trouble. */
  int refusedAfter() {
    return refused(simulator.ledger().since(over)).count();
  }

  /**
   * Starts the first copy and, when it has been served, the others.
   *
   * @throws IOException if one of them never is
   */
  void begin() throws IOException, InterruptedException {
    List<Copy> all = copies.all();
    copies.start(all.subList(0, 1));
    if (!isServed(watch.await(Set.of(1), 0, within))) {
      throw new IOException(neverServed("the first copy, which runs alone,", all.get(0)));
    }
    copies.start(all.subList(1, all.size()));
    if (!isServed(watch.await(numbers(), 0, within))) {
      Set<Integer> late = watch.missing(numbers(), 0);
      Copy one = copies.copy(late.stream().findFirst().orElse(1));
      throw new IOException(neverServed("copy " + one.number(), one));
    }
  }

  private String neverServed(String who, Copy copy) {
    Entries all = simulator.ledger().entries();
    return String.format(
        Locale.ROOT,
        "%s never called DRILL_API with a good token within %d s, before any trouble: it was"
            + " started %d times, all copies sent %d refreshes and %d calls%s; its output is in %s",
        who,
        within.toSeconds(),
        copy.starts(),
        all.spends().count(),
        all.apiCalls().count(),
        unproven(all.with(Outcome.INVALID_CLIENT).count()),
        copy.log());
  }

  private String unproven(int refusals) {
    return refusals == 0
        ? ""
        : String.format(
            Locale.ROOT,
            ", and %d times the server refused the client itself (invalid_client): it takes %s",
            refusals,
            authentication.word());
  }

  /** Plays the drill's scenario, which ends the access tokens, up to its last step at a time. */
  void play() throws IOException, InterruptedException {
    play(scenario);
  }

  /** Plays a scenario that ends the access tokens, up to its last step at a time. */
  void play(Scenario one) throws IOException, InterruptedException {
    watch.age();
    begin(one);
  }

  /** Plays the drill's scenario up to its last step at a time. */
  void playWhole() throws IOException, InterruptedException {
    begin(scenario);
  }

  private void begin(Scenario one) throws IOException, InterruptedException {
    mark = simulator.ledger().position();
    ScenarioRun run = simulator.play(one);
    if (!run.await(one.length().plus(within))) {
      throw new IOException(
          "the scenario was not over in time: a step has turned the clock back, or stopped it");
    }
    if (!run.problems().isEmpty()) {
      throw new IOException(String.join("; ", run.problems()));
    }
  }

  /**
   * Waits until all faults have struck that are for so many requests.
   *
   * @throws IOException if the requests do not come
   */
  void allStruck() throws IOException, InterruptedException {
    if (!awaited().isEmpty()
        && simulator.ledger().await(mark, entry -> awaited().isEmpty(), within).isEmpty()) {
      throw new IOException(
          "the requests for which these faults wait did not come within "
              + within.toSeconds()
              + " s: "
              + awaited());
    }
  }

  private List<Fault> awaited() {
    return simulator.faults().pending().stream()
        .filter(fault -> fault.trigger().last() < Long.MAX_VALUE)
        .toList();
  }

  /**
   * Waits for the spend that a fault strikes.
   *
   * @throws IOException if nobody spends
   */
  LedgerEntry struck() throws IOException, InterruptedException {
    Predicate<LedgerEntry> struck =
        entry -> entry.isOf(Operation.REFRESH) && !entry.fault().isEmpty();
    return simulator
        .ledger()
        .await(mark, struck, within)
        .orElseThrow(
            () ->
                new IOException(
                    "the access token had ended and nobody refreshed it within "
                        + within.toSeconds()
                        + " s: a 401 of DRILL_API, or expires_in, is what your client has to go by"));
  }

  /** Returns the disk on which lies what the copies share. */
  SmallDisk disk() {
    return disk.orElseThrow();
  }

  /**
   * Waits until a copy has met the end of the access tokens: its call is refused, or it spends.
   *
   * @throws IOException if none does
   */
  void noticed() throws IOException, InterruptedException {
    Predicate<LedgerEntry> noticed =
        entry ->
            entry.isOf(Operation.REFRESH)
                || (entry.isOf(Operation.CALL) && entry.outcome() != Outcome.GRANTED);
    if (simulator.ledger().await(mark, noticed, within).isEmpty()) {
      throw new IOException(
          "the access token had ended, and no copy called DRILL_API or refreshed within "
              + within.toSeconds()
              + " s");
    }
  }

  /**
   * Waits until a request hangs.
   *
   * @throws IOException if none does
   */
  void awaitHeld() throws IOException, InterruptedException {
    if (!simulator.faults().awaitHeld(1, within)) {
      throw new IOException("the server did not hold the request that was to hang");
    }
  }

  /** The trouble is over: from now on the time counts. */
  void over() {
    over = simulator.ledger().position();
    overNanos = System.nanoTime();
  }

  /** Waits until every copy has been served with a new token; false if one is not. */
  boolean served() throws InterruptedException {
    Optional<LedgerEntry> last = watch.await(numbers(), over, within);
    if (isServed(last)) {
      recoveryMillis = Math.max(recoveryMillis, millisSinceOver(last.orElseThrow()));
      return true;
    }
    if (last.isPresent()) {
      TimeUnit.SECONDS.sleep(LOOK_SECONDS); // what does it do now?
    }
    if (promise != WinClass.LOGIN_ONCE) {
      notServed();
    }
    return false;
  }

  private boolean isServed(Optional<LedgerEntry> last) {
    return last.filter(watch::isServed).isPresent();
  }

  private long millisSinceOver(LedgerEntry entry) {
    return (entry.nanos() - overNanos) / 1_000_000;
  }

  private void notServed() {
    Set<Integer> missing = watch.missing(numbers(), over);
    Entries since = simulator.ledger().since(over);
    Map<Outcome, Long> why =
        refused(since).list().stream()
            .collect(
                Collectors.groupingBy(
                    LedgerEntry::outcome, () -> new TreeMap<>(), Collectors.counting()));
    violations.add(
        String.format(
            Locale.ROOT,
            "%d of %d copies were not served again %s after the trouble: %s; since then %d"
                + " refreshes, %d calls accepted, refused: %s; see %s",
            missing.size(),
            copies.count(),
            since.revocations().isEmpty() ? "within " + within.toSeconds() + " s" : "at all",
            missing,
            since.spends().count(),
            since.apiCalls().with(Outcome.GRANTED).count(),
            why,
            copies.copy(missing.stream().findFirst().orElse(1)).log()));
  }

  /** Holds it against the client if copies asked more than once while they were told to wait. */
  void askedAtMostOnceEach(long first, int seconds) {
    int asked = simulator.ledger().since(first - 1).spends().count();
    if (asked > copies.count()) {
      violations.add(
          String.format(
              Locale.ROOT,
              "your client asked %d times in the %d s that the server had told it to wait"
                  + " (429, Retry-After): each of %d copies may ask once",
              asked,
              seconds,
              copies.count()));
    }
  }

  /**
   * Returns the processes of the copy that sent a request.
   *
   * @throws CannotRunException if it cannot be told
   */
  ProcessTree treeOf(LedgerEntry request) throws CannotRunException {
    int number = callers.copy(request);
    ProcessTree tree = number == 0 ? null : copies.copy(number).tree();
    if (tree == null) {
      tree = ProcessHandle.of(request.caller().pid()).map(ProcessTree::new).orElse(null);
    }
    if (tree == null) {
      throw new CannotRunException(
          "which process holds the connection cannot be seen here: that needs Linux, or"
              + " X-Pawl-Client with the value of DRILL_PROCESS");
    }
    return tree;
  }

  private Set<Integer> numbers() {
    return copies.all().stream().map(Copy::number).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Entries refused(Entries entries) {
    return entries.apiCalls().where(entry -> entry.outcome() != Outcome.GRANTED);
  }
}
