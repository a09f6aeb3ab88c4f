package dev.pawl.drills.script;

import static dev.pawl.simulator.core.RotationPolicy.GRACE_SAME;
import static dev.pawl.simulator.core.RotationPolicy.GRACE_SIBLING;
import static dev.pawl.simulator.core.RotationPolicy.NONE;
import static dev.pawl.simulator.core.RotationPolicy.OMIT;
import static dev.pawl.simulator.core.RotationPolicy.STRICT_FAMILY;

import dev.pawl.drills.random.RandomScript;
import dev.pawl.drills.random.Soak;
import dev.pawl.simulator.core.RejectionShape;
import dev.pawl.simulator.core.RotationPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All drills, in the order of their numbers. */
public final class Catalogue {
  /** The name of the drill that composes what the others do. */
  public static final String RANDOM = "random";

  private static final int ALL = 1024;
  private static final String WINDOW = "window:30s";

  /* At least one of each kind of trouble, and as many as two minutes allow on two cores. */
  private static final Set<String> CORE =
      Set.of(
          "expiry-herd",
          "wake-herd",
          "401-herd",
          "lost-answer-grace",
          "lost-answer-unknown",
          "half-body",
          "hung-socket",
          "crash-after-commit",
          "crash-before-rename",
          "crash-mid-write",
          "holder-killed",
          "holder-stopped",
          "disk-full",
          "file-deleted",
          "file-corrupted",
          "logout-during-refresh",
          "revoked-family",
          "revoked-early-401",
          "provider-away",
          "429-committed",
          "200-html",
          "odd-answers",
          "no-rotation",
          "clock-ahead",
          "thread-interrupt",
          "sigint");

  private final List<DrillDefinition> drills = new ArrayList<>();

  private Catalogue() {
    herds();
    lostAnswers();
    crashes();
    files();
    provider();
    oddities();
    clocks();
    add(
        43,
        "mixed-versions",
        "another version writes what this one does not know",
        Versions::mixed);
    few(
        44,
        "network-fs",
        "the state directory lies on a file system that is not local",
        Disks::network);
    interruptions();
    add(
        47,
        "newer-format",
        "a later version takes the state directory over",
        Versions::newerFormat);
    issuers();
    add(
        49,
        "programs",
        "a program's processes: one request a lifetime, and one after a 401",
        Programs::run);
  }

  /** Returns the drills of the core set, which is for a first look: at most two minutes. */
  public static List<DrillDefinition> core() {
    return drills().stream().filter(drill -> CORE.contains(drill.name())).toList();
  }

  /** Returns all drills but {@link #random}, {@link #soak} and {@link #brokenClients}. */
  public static List<DrillDefinition> drills() {
    return List.copyOf(new Catalogue().drills);
  }

  /** Returns the drill that composes what the others do, from its seed. */
  public static DrillDefinition random() {
    return new DrillDefinition(
        0,
        RANDOM,
        "faults, kills and logouts as the seed says",
        STRICT_FAMILY,
        4,
        stage -> RandomScript.drawn(stage.terms().seed()).play(stage));
  }

  /** Returns the drill that plays a given script, whatever the seed. */
  public static DrillDefinition random(RandomScript script) {
    DrillDefinition random = random();
    return new DrillDefinition(
        random.number(),
        random.name(),
        script.rounds().size() + " rounds of a script",
        random.policy(),
        random.most(),
        script::play);
  }

  /** Returns the drill of a whole day: 1,440 lifetimes of a minute, some with trouble. */
  public static DrillDefinition soak() {
    return new DrillDefinition(
        45,
        "soak",
        "a day of lifetimes of a minute, every tenth with trouble as the seed says",
        STRICT_FAMILY,
        Soak.LIFETIME,
        4,
        Soak::run);
  }

  /** Returns the drill that must fail: clients that refresh without the lock. */
  public static DrillDefinition brokenClients() {
    return new DrillDefinition(
        1,
        "broken-clients",
        "clients that ignore the lock; this must fail",
        STRICT_FAMILY,
        ALL,
        Herds::broken);
  }

  private void add(int number, String name, String summary, Drill drill) {
    add(number, name, summary, STRICT_FAMILY, drill);
  }

  private void add(int number, String name, String summary, RotationPolicy policy, Drill drill) {
    drills.add(new DrillDefinition(number, name, summary, policy, ALL, drill));
  }

  private void herds() {
    add(1, "expiry-herd", "the access token ends for all processes at once", Herds::expiry);
    add(2, "wake-herd", "nine hours later, and the network comes back last", Herds::wake);
    add(
        3,
        "401-herd",
        "the access token is revoked with 20 calls in flight in each process",
        Herds.rejection(RejectionShape.REVOKED_401, 20));
  }

  private void lostAnswers() {
    String empty = "AFTER_COMMIT empty";
    add(
        4,
        "lost-answer-grace",
        "the answer is lost; the provider has a grace window",
        GRACE_SAME,
        LostAnswers.atExpiry(WINDOW, empty));
    add(
        5,
        "lost-answer-unknown",
        "the answer is lost; nothing is known of the provider",
        LostAnswers.whileUsable("unknown", empty));
    add(
        5,
        "lost-answer-never",
        "the answer is lost; replay is forbidden",
        LostAnswers.whileUsable("never", empty));
    add(
        5,
        "lost-answer-busy",
        "the answer is lost, and its replay is turned away",
        GRACE_SAME,
        LostAnswers::busy);
    add(
        5,
        "server-error-never",
        "500 server_error after the commit; replay is forbidden",
        LostAnswers.whileUsable("never", "AFTER_COMMIT 500 error=server_error"));
    add(
        5,
        "503-committed-never",
        "503 with Retry-After after the commit; replay is forbidden",
        LostAnswers.whileUsable("never", "AFTER_COMMIT 503 retry-after=30"));
    add(
        5,
        "lost-answer-window",
        "the answer is lost; a grace window is configured that there is not",
        LostAnswers.atExpiry(WINDOW, empty));
    add(
        6,
        "half-body",
        "forty bytes of the answer, then the end",
        LostAnswers.atExpiry("unknown", "MID_BODY(40) truncated"));
    add(
        7,
        "reset-mid-body",
        "forty bytes of the answer, then a reset",
        LostAnswers.atExpiry("unknown", "MID_BODY(40) reset"));
    add(8, "slow-drip", "one byte a second", LostAnswers.slow("AFTER_COMMIT drip 1"));
    add(9, "hung-socket", "accepted, never answered", LostAnswers::hung);
  }

  private void crashes() {
    add(
        11,
        "crash-after-commit",
        "killed with the answer on its way",
        Crashes.afterCommit("unknown"));
    add(
        11,
        "crash-after-commit-never",
        "killed with the answer on its way; replay is forbidden",
        Crashes.afterCommit("never"));
    add(11, "crash-before-rename", "the new file is whole but not in place", Crashes::beforeRename);
    drills.add(
        new DrillDefinition(
            12,
            "crash-mid-write",
            "killed again and again while an answer is saved",
            GRACE_SIBLING,
            2,
            MidWrite::run));
    add(
        13,
        "holder-killed",
        "killed with the lock, before anything was sent",
        Crashes::holderKilled);
    add(14, "holder-stopped", "stopped with the lock, a spend in flight", Crashes::holderStopped);
  }

  private void files() {
    few(15, "disk-full", "no room before the spend", Disks::full);
    few(15, "disk-full-during-save", "no room after the spend", Disks::fullDuringSave);
    few(15, "killed-unsaved", "no room after the spend, then kill -9", Disks::killedUnsaved);
    few(16, "read-only", "the disk cannot be written", Disks::readOnly);
    add(17, "file-deleted", "the stored login is deleted, a spend in flight", Tampering::deleted);
    add(17, "cache-deleted", "the shared cache is deleted three times", Tampering::cacheDeleted);
    add(18, "file-corrupted", "the stored login is damaged in four ways", Tampering::corrupted);
    add(18, "stale-copy", "the stored login is damaged, its copy is old", Tampering::staleCopy);
    add(
        19,
        "foreign-edit",
        "another tool writes a login, a spend in flight",
        Tampering::foreignEdit);
    add(20, "logout-during-refresh", "somebody logs out, a spend in flight", Tampering::logout);
    add(
        21,
        "account-switch",
        "somebody logs in to another account, a spend in flight",
        Tampering::accountSwitched);
  }

  /* A small disk has processes of its own, started for it. */
  private void few(int number, String name, String summary, Drill drill) {
    drills.add(new DrillDefinition(number, name, summary, STRICT_FAMILY, 3, drill));
  }

  private void provider() {
    add(22, "revoked-family", "an administrator revokes the login", Troubles::revokedFamily);
    add(
        22,
        "refused-for-good",
        "errors that only a login or new settings cure",
        Troubles::refusedForGood);
    add(
        23,
        "revoked-early-401",
        "the access token is refused before its time with 401",
        Herds.rejection(RejectionShape.REVOKED_401, 1));
    add(
        23,
        "revoked-early-403",
        "the access token is refused before its time with 403",
        Herds.rejection(RejectionShape.REVOKED_403, 1));
    add(
        24,
        "provider-refuses",
        "nobody listens while the access token is good",
        Troubles.awayWhileUsable(true));
    add(
        24,
        "provider-503",
        "503 with Retry-After while the access token is good",
        Troubles.awayWhileUsable(false));
    add(25, "provider-away", "nobody listens, the token has ended", Troubles::awayPastExpiry);
    tooMany("429-seconds", "30", 30_000);
    tooMany("429-date", "date+30", 29_000);
    tooMany("429-zero", "0", 1_000);
    tooMany("429-bare", "", 400);
    add(
        26,
        "429-committed",
        "429 with Retry-After after the commit",
        LostAnswers.atExpiry("unknown", "AFTER_COMMIT 429 retry-after=1"));
    add(
        26,
        "503-committed",
        "503 with Retry-After after the commit",
        LostAnswers.atExpiry("unknown", "AFTER_COMMIT 503 retry-after=1"));
  }

  private void tooMany(String name, String retryAfter, long millis) {
    add(
        26,
        name,
        "three times 429, Retry-After " + (retryAfter.isEmpty() ? "missing" : retryAfter),
        Troubles.tooMany(retryAfter, Duration.ofMillis(millis)));
  }

  private void oddities() {
    add(
        27,
        "200-html",
        "a login page instead of the answer",
        LostAnswers.atExpiry("unknown", "AFTER_COMMIT 200 html"));
    add(
        27,
        "200-empty-object",
        "{} instead of the answer",
        LostAnswers.atExpiry("unknown", "AFTER_COMMIT 200 {}"));
    add(
        27,
        "odd-lifetimes",
        "expires_in missing or odd, five forms",
        Troubles.oddAnswers(
            Stream.of("missing", "string", "negative", "huge", "fractional")
                .map(form -> "AFTER_COMMIT expires_in=" + form)
                .toList()));
    add(
        27,
        "odd-answers",
        "a cut after the whole object; no access token",
        Troubles.oddAnswers(
            List.of(
                "MID_BODY(9000) truncated",
                "MID_BODY(9000) reset",
                "AFTER_COMMIT no-access-token")));
    add(28, "no-rotation", "answers without a refresh token", OMIT, Troubles::noRotation);
    add(29, "clock-ahead", "the processes' clocks are 2 h ahead", Herds::clockAhead);
    add(29, "clock-behind", "the processes' clocks are 2 h behind", Herds::clockBehind);
  }

  private void clocks() {
    add(
        32,
        "clock-steps",
        "the machine's clock is set 5 min ahead and back, a spend in flight",
        Herds::clockSteps);
    add(33, "suspended", "the machine sleeps for 10 min, a spend in flight", Herds::suspended);
    add(
        40,
        "long-answer",
        "the access token ends while an answer of the API is on its way",
        Herds::longAnswer);
    add(
        41,
        "device-login",
        "a login on a device: denied, too late, then told to slow down",
        Logins::onDevice);
    add(
        42,
        "callback-twice",
        "a login in the browser: a forged callback, then the right one twice",
        Logins::callbackTwice);
  }

  private void issuers() {
    int number = DrillDefinition.ISSUERS;
    add(
        number,
        "issuer-google",
        "a preset's login: the client's secret in each refresh, no rotation, invalid_rapt",
        NONE,
        Issuers::google);
    add(
        number,
        "issuer-slack",
        "a preset's login: 200 with ok false, tokens of type bot",
        Issuers::slack);
    add(
        number,
        "issuer-github",
        "a preset's login: answers are forms, errors have status 200",
        Issuers::github);
    add(
        number,
        "issuer-entra",
        "a preset's login: the API and the token endpoint challenge with claims",
        GRACE_SIBLING,
        Issuers::entra);
  }

  private void interruptions() {
    add(
        46,
        "thread-interrupt",
        "all waiting threads are interrupted, a spend in flight",
        Interruptions.ofThreads("interrupt"));
    add(
        46,
        "future-cancel",
        "all waiting futures are cancelled, a spend in flight",
        Interruptions.ofThreads("cancel"));
    add(46, "manager-close", "the spending manager is closed", Interruptions::close);
    add(46, "sigint", "the spending process gets Ctrl-C", Interruptions::sigint);
  }
}
