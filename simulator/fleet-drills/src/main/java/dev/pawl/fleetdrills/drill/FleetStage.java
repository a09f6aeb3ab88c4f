package dev.pawl.fleetdrills.drill;

import dev.pawl.fleetdrills.ground.Engine;
import dev.pawl.fleetdrills.ground.Ground;
import dev.pawl.fleetdrills.ground.Network;
import dev.pawl.fleetdrills.ground.Program;
import dev.pawl.fleetdrills.ground.Program.Answer;
import dev.pawl.fleetdrills.ground.Terms;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.Entries;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a drill is played on: three hosts with one login, and what is held against them. */
public final class FleetStage {
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration GRACE = Duration.ofMinutes(5);
  private static final Duration ANSWER = Duration.ofSeconds(150);
  private static final int PERSISTENCE_SECONDS = 90;
  private static final String TRY_LATER = "TRY_LATER";
  private static final int LOGIN_TRIES = 4;
  private static final Duration SHORTLY = Duration.ofSeconds(20);
  private static final AtomicInteger LOGINS = new AtomicInteger();

  private final Ground ground;
  private final int processes;
  private final long seed;
  private final List<String> violations = new ArrayList<>();
  private List<Program> programs = List.of();
  private String family = "";
  private long aheadMillis;
  private boolean undecided; // whether a request that is held was never decided
  private @Nullable Witness witness;
  private FleetVerdict.Counts counted = new FleetVerdict.Counts(0, 0, 0, 0, 0, -1);
  private int lost;
  private long spread;
  private long recovery = -1;

  FleetStage(Ground ground, int processes, long seed) {
    this.ground = ground;
    this.processes = processes;
    this.seed = seed;
  }

  void play(FleetDrill.Course course) {
    try {
      course.run(this);
    } catch (IOException | RuntimeException e) {
      violations.add("the drill broke off: " + e);
      ground.mend();
    } finally {
      end();
    }
  }

  /* What a login of a drill comes to; a drill may have several, one after another. */
  private void end() {
    Witness watching = witness;
    if (watching == null) {
      return;
    }
    watching.close();
    witness = null;
    Entries spends = simulator().ledger().entries().spends();
    int held = undecided ? simulator().faults().held() : 0;
    int replays = spends.count() + held - spends.tokens().size();
    replays = Math.max(0, replays);
    require(
        replays <= watching.doubts(),
        replays + " replays, where the record has " + watching.doubts() + " doubts:\n" + spends);
    counted =
        new FleetVerdict.Counts(
            counted.spends() + spends.count() + held,
            counted.replays() + replays,
            counted.doubts() + watching.doubts(),
            lost,
            spread,
            recovery);
  }

  FleetVerdict.Counts counts() {
    return counted;
  }

  List<String> violations() {
    return violations;
  }

  long seed() {
    return seed;
  }

  Simulator simulator() {
    return ground.simulator();
  }

  Engine engine() {
    return ground.engine();
  }

  Network network() {
    return ground.network();
  }

  Witness witness() {
    if (witness == null) {
      throw new IllegalStateException("no login yet");
    }
    return witness;
  }

  /** Has all hosts share a new login that nobody has used. */
  void begin(Terms terms, RotationPolicy policy) throws IOException {
    begin(terms, policy, List.of(0L, 0L, 0L), false);
  }

  /**
   * Likewise.
   *
   * @param aheadMillis how far the clock of each host is ahead
   * @param stalls whether the first program of the first host stops at a gate before its first byte
   */
  void begin(Terms terms, RotationPolicy policy, List<Long> aheadMillis, boolean stalls)
      throws IOException {
    end();
    simulator().reset();
    simulator().terms(simulator().terms().policy(policy).graceWindow(GRACE));
    this.aheadMillis = 0;
    this.undecided = false;
    programs = ground.crew().ready(Ground.HOSTS, processes);
    String profile = "team-" + LOGINS.incrementAndGet();
    for (Program program : programs) {
      boolean gated = stalls && program == programs.get(0);
      program.order(
          "open %s %s %d %d %s"
              .formatted(
                  profile,
                  terms.word(),
                  terms.requestSeconds(),
                  aheadMillis.get(program.host()),
                  gated ? "stalls" : "flows"));
    }
    obeyed(programs, "opened");
    login(programs.get(0));
    witness = new Witness(engine(), profile);
    ask(programs); // cold programs: no burst that is measured
    boolean ignored = served(programs, "at first") != 0;
  }

  /** Has {@code program} store a login of a new family. */
  void login(Program program) throws IOException {
    IssuedGrant issued = simulator().newFamily("alice");
    family = issued.family();
    long now = simulator().clock().millis();
    String order =
        String.join(
            " ",
            "login",
            simulator().issuer().toString(),
            simulator().tokenEndpoint().toString(),
            simulator().revocationEndpoint().toString(),
            simulator().clientId(),
            "unknown",
            issued.accessToken(),
            issued.refreshToken(),
            "" + now,
            "" + (now + issued.expiresIn().toMillis()));
    String said = TRY_LATER;
    for (int tries = 0; said.startsWith(TRY_LATER) && tries < LOGIN_TRIES; tries++) {
      program.order(order);
      said = program.answer(ANSWER).text();
    }
    if (!said.contains("STORED") && !said.contains("UNCHANGED")) {
      throw new IOException("host " + program.host() + " says '" + said + "' for a login");
    }
  }

  /** Requires that each of {@code those} says this. */
  void obeyed(List<Program> those, String due) throws IOException {
    for (Program program : those) {
      String said = program.answer(ANSWER).text();
      if (!said.contains(due)) {
        throw new IOException("host " + program.host() + " says '" + said + "' for " + due);
      }
    }
  }

  List<Program> all() {
    return programs;
  }

  /** Returns the programs of these hosts. */
  List<Program> of(int... hosts) {
    return programs.stream()
        .filter(one -> IntStream.of(hosts).anyMatch(host -> host == one.host()))
        .toList();
  }

  /** Returns all programs but {@code one}. */
  List<Program> others(Program one) {
    return programs.stream().filter(each -> each != one).toList();
  }

  /** Returns the program that claims the login. */
  Program holder() throws IOException {
    long pid = witness().holder(SHORTLY);
    return programs.stream()
        .filter(one -> one.pid() == pid)
        .findFirst()
        .orElseThrow(() -> new IOException("nobody claims the login"));
  }

  /** Lets the access token end: the clocks of all go on by an hour. */
  void expire() throws IOException {
    simulator().clock().advance(LIFETIME);
    aheadMillis += LIFETIME.toMillis();
  }

  /** Sets the clocks of {@code those}, each so far ahead of the provider's. */
  void clocks(List<Program> those, List<Long> ahead) throws IOException {
    for (Program program : those) {
      program.order("clock " + (aheadMillis + ahead.get(program.host())));
    }
    obeyed(those, "set");
  }

  /** Lets the access token end, and all clocks show it. */
  void expireEverywhere() throws IOException {
    expireEverywhere(programs);
  }

  /** Likewise, where only {@code those} are left. */
  void expireEverywhere(List<Program> those) throws IOException {
    expire();
    clocks(those, List.of(0L, 0L, 0L));
  }

  private String api() {
    return simulator().api().resolve("/v1/whoami").toString();
  }

  /** Has {@code those} ask until they are served; {@link #served} waits for it. */
  void ask(List<Program> those) throws IOException {
    for (Program program : those) {
      program.order("persist " + api() + " " + PERSISTENCE_SECONDS);
    }
  }

  /**
   * Waits until {@code those} are served; each that is not is lost.
   *
   * @return when the last one was, by {@link System#nanoTime}
   */
  long served(List<Program> those, String when) throws IOException {
    long last = 0;
    List<String> refused = new ArrayList<>();
    for (Program program : those) {
      Answer answer = program.answer(ANSWER);
      last = last == 0 || answer.nanos() - last > 0 ? answer.nanos() : last;
      if (answer.isMissing()) {
        throw new IOException("host " + program.host() + " gives no answer " + when);
      }
      if (!answer.isServed()) {
        refused.add("host " + program.host() + ": " + answer.text());
      }
    }
    lost += refused.size();
    require(
        refused.isEmpty(),
        refused.size() + " requests lost " + when + ", first: " + first(refused));
    return last;
  }

  /** Has {@code those} ask at the same time until they are served. */
  void serve(List<Program> those, String when) throws IOException {
    long begun = System.nanoTime();
    ask(those);
    spread = Math.max(spread, millis(begun, served(those, when)));
  }

  /** Has {@code those} ask once; each must be refused in words that have this. */
  void refuse(List<Program> those, String due, String when) throws IOException {
    for (Program program : those) {
      program.order("call " + api());
    }
    List<String> others = new ArrayList<>();
    for (Program program : those) {
      String said = program.answer(ANSWER).text();
      if (!said.startsWith(due)) {
        others.add("host " + program.host() + ": " + said);
      }
    }
    require(
        others.isEmpty(),
        others.size() + " answers without " + due + " " + when + ", first: " + first(others));
  }

  private static String first(List<String> answers) {
    return answers.isEmpty() ? "" : answers.get(0);
  }

  /** Notes that all were served at {@code last}, after a trouble since {@code since}. */
  void recovered(long since, long last) {
    recovery = Math.max(recovery, millis(since, last));
  }

  private static long millis(long from, long to) {
    return TimeUnit.NANOSECONDS.toMillis(to - from);
  }

  /** Has the first request to the token endpoint wait at the provider. */
  void hold(String point) {
    undecided = point.equals("BEFORE_COMMIT");
    simulator().faults().add("oauth.refresh#1: " + point + " hang");
  }

  /** Waits until a request does so. */
  void awaitHeld() throws IOException {
    try {
      if (!simulator().faults().awaitHeld(1, SHORTLY)) {
        throw new IOException("no request came that was to be held");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Waits until {@code program} stands at the gate before its first byte. */
  void awaitStalled(Program program) throws IOException {
    long end = System.nanoTime() + SHORTLY.toNanos();
    while (!ground.isStalled(program)) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("no claim came to the gate");
      }
      pause(Duration.ofMillis(10));
    }
  }

  /** Opens the gate for {@code program}. */
  void letGo(Program program) throws IOException {
    ground.letGo(program);
  }

  /** Lets real time go by. */
  void pause(Duration real) {
    long end = System.nanoTime() + real.toNanos();
    for (long left = real.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Returns how often refresh tokens were presented and decided upon. */
  int spends() {
    return simulator().ledger().entries().spends().count();
  }

  /** Holds against the drill that refresh tokens were presented another number of times. */
  void requireSpends(int due, String when) {
    Entries spends = simulator().ledger().entries().spends();
    require(
        spends.count() == due,
        spends.count() + " spends " + when + ", where " + due + " are due:\n" + spends);
  }

  /** Holds against the drill that refresh tokens were presented more often. */
  void requireSpendsAtMost(int most, String when) {
    Entries spends = simulator().ledger().entries().spends();
    require(
        spends.count() <= most,
        spends.count() + " spends " + when + ", where " + most + " are due at most:\n" + spends);
  }

  /** Holds against the drill that the login is dead. */
  void requireAlive(String when) {
    require(simulator().isFamilyAlive(family), "the login is lost " + when);
  }

  /** Returns the family of the last login. */
  String family() {
    return family;
  }

  void require(boolean kept, String otherwise) {
    if (!kept) {
      violations.add(otherwise);
    }
  }
}
