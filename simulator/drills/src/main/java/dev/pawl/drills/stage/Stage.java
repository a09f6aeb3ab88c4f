package dev.pawl.drills.stage;

import dev.pawl.drills.fleet.Child;
import dev.pawl.drills.fleet.ChildFleet;
import dev.pawl.drills.fleet.ChildReply;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.fault.Fault;
import dev.pawl.simulator.core.fault.FaultText;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One drill under way: its provider, its processes, its files, and what is held against it. Not
 * thread-safe.
 */
public final class Stage {
  /** The longest that the answers of a storm are waited for. */
  public static final Duration TIMEOUT = Duration.ofSeconds(40);

  /* Within so long all are served once there is a login. */
  private static final Duration SERVED = Duration.ofSeconds(5);

  private static final Set<Outcome> GRANTED = Set.of(Outcome.GRANTED, Outcome.REPLAYED_IN_GRACE);

  private final DrillTerms terms;
  private final DrillProvider provider;
  private final ChildFleet fleet;
  private Crew crew;
  private volatile StateFiles files; // who watches the lock asks too
  private final Tally tally;
  private final LogSearch logs;
  private final List<AutoCloseable> ends = new ArrayList<>();
  private final Score score = new Score();
  private final Strikes strikes = new Strikes();
  private final Map<String, Object> opening = new LinkedHashMap<>();
  private final Map<String, Object> besides = new LinkedHashMap<>();
  private String replay = "unknown";

  /** Sets a stage; no process has opened anything yet. */
  public Stage(
      DrillTerms terms,
      DrillProvider provider,
      ChildFleet fleet,
      List<Child> children,
      StateFiles files)
      throws IOException {
    this.terms = terms;
    this.provider = provider;
    this.fleet = fleet;
    this.crew = new Crew(children, provider);
    this.files = files;
    this.tally = new Tally(provider);
    this.logs = new LogSearch(fleet.logs());
    opening.put("profile", files.profile());
    opening.put("state", files.root().toString());
    opening.put("cache", terms.cache());
    opening.put("settings", settings(terms));
  }

  private static String settings(DrillTerms terms) {
    boolean race = terms.policy() == RotationPolicy.RETRYABLE_RACE;
    boolean chronicle = terms.cache().equals("chronicle");
    String name =
        (chronicle ? "chronicle" : "") + (chronicle && race ? "-" : "") + (race ? "race" : "");
    return name.isEmpty() ? "" : name + ".json";
  }

  /** Moves to other processes and another directory, such as one on a small disk. */
  public void move(List<Child> children, StateFiles seenFromHere, String seenFromThere) {
    crew = new Crew(children, provider);
    files = seenFromHere;
    opening.put("state", seenFromThere);
  }

  /** Returns what the drill goes by. */
  public DrillTerms terms() {
    return terms;
  }

  /** Returns the provider. */
  public DrillProvider provider() {
    return provider;
  }

  /** Returns where processes come from. */
  public ChildFleet fleet() {
    return fleet;
  }

  /** Returns the processes. */
  public Crew crew() {
    return crew;
  }

  /** Returns the shared files. */
  public StateFiles files() {
    return files;
  }

  /** Returns what is held against the drill, and its figures. */
  public Score score() {
    return score;
  }

  /** Returns the counts. */
  public Tally tally() {
    return tally;
  }

  /** Returns what the processes have written since the stage was set. */
  public LogSearch logs() {
    return logs;
  }

  /** Has something closed when all is judged. */
  public void atEnd(AutoCloseable resource) {
    ends.add(resource);
  }

  /** Closes what the drill left open. */
  public void close() throws Exception {
    for (AutoCloseable each : ends) {
      each.close();
    }
  }

  /** Sets what a spend without an answer may be followed by; to be called before the login. */
  public Stage replay(String setting) {
    replay = setting;
    return this;
  }

  /**
   * Has logins made at an issuer that is known by name, the first by {@code pawl login}; to be
   * called before the login.
   */
  public Stage issuer(String preset) {
    besides.put("preset", preset);
    return this;
  }

  /** Has the first login made on another device; to be called before the login. */
  public Stage onDevice() {
    besides.put("method", "device");
    return this;
  }

  /**
   * Has the browser of the first login come back with somebody else's code, and then twice with the
   * person's; to be called before the login.
   */
  public Stage browserTwice() {
    besides.put("browser", "twice");
    return this;
  }

  /**
   * Has a process log in by {@code pawl login}, whose clock is the machine's: only before time was
   * moved.
   */
  public ChildReply tryCommandLogin(Child child) throws IOException, InterruptedException {
    Map<String, Object> order = provider.personsLogin();
    order.putAll(besides);
    return child.ask("pawl-login", order, TIMEOUT);
  }

  private void commandLogin(Child child) throws IOException, InterruptedException {
    ChildReply reply = tryCommandLogin(child);
    require(reply.isOk(), child.name() + " could not log in: " + reply.message());
    provider.adoptLogin();
  }

  /**
   * Has logins be those of a program, which has no refresh token; to be called before the login.
   */
  public Stage program() {
    besides.put("program", "yes");
    return this;
  }

  /** Tells whether the login is that of a program. */
  boolean isProgram() {
    return besides.containsKey("program");
  }

  /** Returns how many tokens programs have asked for since the drill began in earnest. */
  public int mints() {
    return provider.seen().of(Operation.CLIENT_CREDENTIALS).count();
  }

  /** Has logins name the file with their client's secret; to be called before the login. */
  public Stage clientSecret(Path file) {
    besides.put("secretFile", file.toString());
    return this;
  }

  /** Returns what a spend without an answer may be followed by. */
  public String replay() {
    return replay;
  }

  /** Sets a duration of the managers: {@code request}, {@code waitTimeout} or {@code rejection}. */
  public Stage timing(String name, Duration duration) {
    opening.put(name + "Millis", duration.toMillis());
    return this;
  }

  /** Opens a manager in every process and logs in by the first; counting begins. */
  public void begin() throws IOException, InterruptedException {
    open();
    if (besides.containsKey("preset")) {
      commandLogin(crew.first());
    } else {
      login(crew.first());
    }
    Answers all = storm(Ask.token());
    require(all.generations().size() == 1, "processes see different logins: " + all);
    score.restart();
    provider.mark();
  }

  /** Opens a manager in every process. */
  public void open() throws IOException, InterruptedException {
    tick(Duration.ZERO);
    crew.order("open", opening);
  }

  /** Opens a manager in one more process. */
  public void open(Child child) throws IOException, InterruptedException {
    require(tryOpen(child).isOk(), child.name() + " could not open");
  }

  /** Opens a manager in a process, if it can. */
  public ChildReply tryOpen(Child child) throws IOException, InterruptedException {
    long offset = provider.simulator().clock().offset().toMillis();
    child.ask("clock", Map.of("offsetMillis", offset), TIMEOUT);
    return child.ask("open", opening, TIMEOUT);
  }

  /** Logs in by one process, with a fresh family. */
  public IssuedGrant login(Child child) throws IOException, InterruptedException {
    return login(child, DrillProvider.ACCOUNT);
  }

  /** Logs in to an account by one process, with a fresh family. */
  public IssuedGrant login(Child child, String account) throws IOException, InterruptedException {
    IssuedGrant grant = provider.family(account);
    Map<String, Object> order = provider.login(grant, replay);
    order.putAll(besides);
    require(child.ask("login", order, TIMEOUT).isOk(), child.name() + " could not log in");
    return grant;
  }

  /** Moves the time of the provider and of every process that is not in {@code asleep}. */
  public void tick(Duration step, Child... asleep) throws IOException, InterruptedException {
    provider.simulator().clock().advance(step);
    skew(Duration.ZERO, asleep);
  }

  /** Sets how far the processes' clocks are ahead of the provider's. */
  public void skew(Duration ahead, Child... asleep) throws IOException, InterruptedException {
    Duration offset = provider.simulator().clock().offset().plus(ahead);
    List<Child> deaf = List.of(asleep);
    crew.order(child -> !deaf.contains(child), "clock", Map.of("offsetMillis", offset.toMillis()));
  }

  /** Lets the access token end. */
  public void expire() throws IOException, InterruptedException {
    tick(terms.lifetime().plusSeconds(1));
  }

  /** Goes to where every process would refresh ahead, and the token is good nevertheless. */
  public void toAdvisoryWindow() throws IOException, InterruptedException {
    tick(terms.lifetime().minusSeconds(140));
  }

  /** Goes from the advisory window to where every process waits for a refresh. */
  public void toMandatoryWindow() throws IOException, InterruptedException {
    tick(Duration.ofSeconds(115));
  }

  /** Brings everybody to the line; they must agree on what they see there. */
  public RequestStorm lineUp(Ask ask, String state) throws IOException, InterruptedException {
    RequestStorm storm = crew.stand(ask).calm();
    Barrier barrier = storm.barrier();
    score.barrier(barrier);
    require(barrier.isUnanimous(state), "at the line: " + barrier + ", not all " + state);
    return storm;
  }

  /** Returns how many refresh tokens were presented since the drill began in earnest. */
  public int spends() {
    return provider.seen().spends().count();
  }

  /** Returns how many spends were granted since the drill began in earnest. */
  public int grants() {
    return (int)
        provider.seen().spends().list().stream()
            .filter(entry -> GRANTED.contains(entry.outcome()))
            .count();
  }

  /** Lets real time pass. */
  public void pause(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  /**
   * Waits until a process sees a state.
   *
   * @throws IOException if none does in time
   */
  public void awaitState(String state) throws IOException, InterruptedException {
    crew.awaitState(state);
  }

  /**
   * Waits until what was begun behind the scenes has ended: time is turned after it.
   *
   * @throws IOException if it does not end
   */
  public void awaitIdle() throws IOException, InterruptedException {
    crew.awaitIdle();
  }

  /**
   * Returns the process that holds the lock, once there is one.
   *
   * @throws IOException if there is none in time, or if this system does not tell
   */
  public Child awaitHolder(long notThisPid) throws IOException, InterruptedException {
    return crew.awaitHolder(files.lock(), notThisPid);
  }

  /** Waits until the kernel has taken the lock from a process that was killed. */
  public void awaitRelease(long deadPid) throws IOException, InterruptedException {
    Crew.awaitRelease(files.lock(), deadPid);
  }

  /** Has everybody ask; every request is to be served. */
  public Answers storm(Ask ask) throws IOException, InterruptedException {
    return storm(ask, Set.of());
  }

  /** Has everybody ask; what is refused for an expected reason is no loss. */
  public Answers storm(Ask ask, Set<String> expected) throws IOException, InterruptedException {
    return count(crew.stand(ask).go().answers(TIMEOUT), expected);
  }

  /** Counts answers; every request is to be served. */
  public Answers count(Answers answers) {
    return count(answers, Set.of());
  }

  /** Counts answers; what is refused for an expected reason is no loss. */
  public Answers count(Answers answers, Set<String> expected) {
    tally.count(answers, expected);
    score.served(answers.lastServedMillis());
    return answers;
  }

  /** A person logs in at one process because the others cannot go on; all must then be served. */
  public void prompt() throws IOException, InterruptedException {
    tally.prompted();
    loginAgain();
  }

  /** A person logs in at one process, as was to be expected; all must then be served, soon. */
  public void loginAgain() throws IOException, InterruptedException {
    RequestStorm waiting = crew.stand(Ask.token().awaitLogin(Duration.ofSeconds(20)));
    waiting.go();
    login(crew.first());
    long since = System.nanoTime();
    served(waiting.answers(TIMEOUT), since, "after the login");
  }

  /** Everybody asks for a token; if the login has ended, a person logs in, once. */
  public void settle() throws IOException, InterruptedException {
    Answers answers = storm(Ask.token());
    if (answers.refused("LOG_IN").count() > 0) {
      prompt();
    }
  }

  /** Everybody calls the API: whatever happened in a drill, in the end all are served, soon. */
  void serveEverybody() throws IOException, InterruptedException {
    long since = System.nanoTime();
    served(crew.stand(Ask.call()).go().answers(TIMEOUT), since, "in the end");
  }

  /** Counts answers that nothing excuses, given at most so long after an instant. */
  private void served(Answers answers, long since, String when) {
    tally.countServed(answers, when);
    Duration bound = terms.isTimed() ? SERVED : TIMEOUT;
    long late =
        answers.where(answer -> answer.endNanos() - since > bound.toNanos()).served().count();
    require(late == 0, when + " " + late + " were not served within " + bound.toSeconds() + " s");
  }

  /** Returns in words which faults did not strike, and what cost more than was promised. */
  public List<String> broken() {
    List<String> broken = new ArrayList<>(strikes.missed(provider.simulator().ledger().entries()));
    Promise.Cost cost = new Promise.Cost(tally.reached(), tally.prompts(), revocations(), spends());
    broken.addAll(terms.promise().broken(cost, score.incidents()));
    return broken;
  }

  /** Returns how many families died of a spend. */
  public int revocations() {
    return provider.seen().revocations().of(Operation.REFRESH).count();
  }

  /** Adds a fault, given as text, for the login of now; a drill in which it never strikes fails. */
  public void fault(String text) {
    expectFault(text, true);
    provider.fault(text);
  }

  /** Adds a fault that strikes if so many spends follow. */
  public void possibleFault(String text) {
    expectFault(text, false);
    provider.fault(text);
  }

  /** Takes all faults away; from now on none is to strike. */
  public void clearFaults() {
    provider.simulator().faults().clear();
    strikes.end(provider.simulator().ledger().position());
  }

  private void expectFault(String text, boolean certain) {
    Fault fault = FaultText.parse(text, provider.simulator().clock().instant());
    long position = provider.simulator().ledger().position();
    strikes.expect(fault, provider.current(), position, certain);
  }

  /** Holds something against the drill unless it is so. */
  public void require(boolean condition, String otherwise) {
    if (!condition) {
      score.violation(otherwise);
    }
  }

  /** Notes how long it took until all were served again. */
  public void recovered(long millis) {
    score.recovered(millis);
  }
}
