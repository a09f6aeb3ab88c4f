package dev.pawl.it.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.directory.StateDirectory;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.store.journal.JournalRecord.State;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The model: who may be served what, and who may spend what. It knows what the server decided and
 * what befell the answers, and nothing of how the manager works.
 */
final class Judge {
  private static final Pattern REFRESH = Pattern.compile("\"refresh_token\": \"([^\"]*)\"");

  /** What our side can know of its last presentation of a refresh token. */
  private enum Last {
    UNANSWERED,
    NOT_PROCESSED,
    GRANTED,
    REFUSED
  }

  private final Play play;
  private final Map<String, Last> presented = new HashMap<>();
  private final Set<String> unanswered = new HashSet<>();
  private final Set<Long> theirs = new HashSet<>();
  private long reviewed;
  private String family = "";
  private boolean loggedIn;
  private boolean foreign;
  private boolean memoryLost;
  private boolean crashing;
  private boolean mayHaveSent;

  Judge(Play play) {
    this.play = play;
    this.reviewed = play.simulator().ledger().position();
  }

  private Simulator simulator() {
    return play.simulator();
  }

  String family() {
    return family;
  }

  void loggedIn(Grant grant) {
    family = simulator().familyOf(String.valueOf(grant.tokens().refresh())).orElseThrow();
    loggedIn = true;
    foreign = false;
  }

  void loggedOut() {
    loggedIn = false;
  }

  void foreignHand(Step.Act act) {
    foreign = true;
    mayHaveSent |= act == Step.Act.JOURNAL_DAMAGED;
    memoryLost |= act == Step.Act.JOURNAL_DAMAGED;
  }

  /** The files no longer tell that a token was spent and answered. */
  void nobodyCanKnow() {
    memoryLost = true;
  }

  /** The stored refresh token was announced as spent, and no file tells that it was answered. */
  void looksSpent() {
    mayHaveSent = true;
  }

  /** What was spent since {@code position} was not spent by us. */
  void foreignSpends(long position) {
    simulator().ledger().since(position).spends().list().forEach(e -> theirs.add(e.sequence()));
  }

  /** Somebody may be killed between intent and answer: nobody then knows what was sent. */
  void mayCrash() {
    crashing = true;
    mayHaveSent = true;
  }

  /** The answer to the newest spend never became durable. */
  void answerWasLost() {
    crashing = true;
  }

  /** P1 and P6: looks at every spend since the last review. */
  void review() {
    for (LedgerEntry entry : simulator().ledger().since(reviewed).spends().list()) {
      if (!theirs.contains(entry.sequence())) {
        Last now = judged(entry);
        presented.merge(entry.presented(), now, this::again);
        if (crashing && now == Last.UNANSWERED) {
          wasAnnounced(entry.presented());
        }
      }
    }
    reviewed = simulator().ledger().position();
    crashing = false;
    holdsCurrentToken();
  }

  private Last judged(LedgerEntry entry) {
    boolean doubtful = Mishap.leavesDoubt(entry.fault());
    if (entry.outcome() == Outcome.RACE_LOST || !(doubtful || entry.fault().isEmpty())) {
      return Last.NOT_PROCESSED;
    }
    if (doubtful || crashing) {
      unanswered.add(entry.presented());
      return Last.UNANSWERED;
    }
    boolean granted =
        entry.outcome() == Outcome.GRANTED || entry.outcome() == Outcome.REPLAYED_IN_GRACE;
    return granted ? Last.GRANTED : Last.REFUSED;
  }

  private Last again(Last before, Last now) {
    if (!memoryLost) {
      assertThat(before)
          .as("a refresh token that had its answer is never presented again")
          .isIn(again());
      if (before == Last.UNANSWERED) {
        assertThat(play.replay.mode()).isNotEqualTo(ReplayPolicy.Mode.NEVER);
      }
    }
    return before == Last.UNANSWERED && now == Last.NOT_PROCESSED ? before : now;
  }

  /* Whoever comes next can know of it from the journal alone. */
  private void wasAnnounced(String label) {
    String stored = stored("default.json");
    boolean kept = play.server.policy == RotationPolicy.NONE; // the successor is the same token
    if (stored == null || kept || !simulator().labelOf(stored).orElse("").equals(label)) {
      return;
    }
    try {
      JournalRecord intent = new StateDirectory(play.home).journal("default").read();
      assertThat(intent.state()).as("the journal of " + label).isNotEqualTo(State.NONE);
      assertThat(intent.fingerprint()).isEqualTo(Fingerprint.of(stored));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<Last> again() {
    return play.server.policy == RotationPolicy.NONE
        ? Set.of(Last.UNANSWERED, Last.NOT_PROCESSED, Last.GRANTED)
        : Set.of(Last.UNANSWERED, Last.NOT_PROCESSED);
  }

  /** P2: as long as nobody else touched it, the store has what the server will take next. */
  private void holdsCurrentToken() {
    if (!loggedIn || foreign || !simulator().isFamilyAlive(family)) {
      return;
    }
    String stored = stored("default.json.next");
    String current = stored("default.json");
    boolean known =
        (current != null && isCurrentOrDoubtful(current))
            || (stored != null && isCurrentOrDoubtful(stored));
    assertThat(known).as("the store holds the server's current refresh token").isTrue();
  }

  private boolean isCurrentOrDoubtful(String refresh) {
    String label = simulator().labelOf(refresh).orElse("");
    return simulator().isCurrentRefreshToken(refresh) || unanswered.contains(label);
  }

  private @Nullable String stored(String name) {
    String text = text(name);
    return text == null ? null : refreshTokenIn(text);
  }

  private @Nullable String text(String name) {
    Path file = play.home.resolve("grants").resolve(name);
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static @Nullable String refreshTokenIn(String text) {
    Matcher matcher = REFRESH.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  /** Whatever is served has not ended and belongs to the login that counts. */
  void served(Token token, @Nullable Token before) {
    assertThat(token.expiry()).isAfter(simulator().clock().instant());
    if (!foreign) {
      assertThat(loggedIn).as("nobody is served after a logout").isTrue();
      assertThat(simulator().familyOf(token.value())).contains(family);
      if (before != null) {
        assertThat(token.generation()).isGreaterThanOrEqualTo(before.generation());
      }
    }
  }

  void renewed(Token rejected, Token renewed) {
    assertThat(renewed.generation()).isGreaterThan(rejected.generation());
    assertThat(renewed.value()).isNotEqualTo(rejected.value());
  }

  void notRenewed(TokenException problem) {
    assertThat(problem.getMessage()).isNotBlank();
  }

  /** Whether the stored grant is newer than {@code rejected} and far from its end. */
  boolean isReplaced(Token rejected) {
    String text = text("default.json");
    long horizon = simulator().clock().millis() + Duration.ofMinutes(6).toMillis();
    return number(text, "generation") > rejected.generation()
        && number(text, "expires_at") > horizon;
  }

  /** P5: a rejected generation costs one granted refresh, and a late report of it costs none. */
  void forced(long position, boolean wasReplaced) {
    long granted =
        simulator().ledger().since(position).grants().list().stream()
            .filter(entry -> entry.family().equals(family) && entry.fault().isEmpty())
            .count();
    if (!foreign) {
      assertThat(granted).as("refreshes for one report").isLessThanOrEqualTo(wasReplaced ? 0 : 1);
    }
  }

  static long number(@Nullable String text, String field) {
    Matcher matcher =
        Pattern.compile("\"" + field + "\": ([0-9]+)").matcher(text == null ? "" : text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  void afterLogout(@Nullable TokenException problem) {
    assertThat(problem == null ? null : problem.reason())
        .as("a logout is seen by the very next call")
        .isEqualTo(Reason.LOG_IN);
  }

  /* A token in doubt is not replayed where that is forbidden, nor taken back from another tool. */
  private boolean isDoubtful() {
    return !unanswered.isEmpty() || mayHaveSent;
  }

  /** P3 and P4: in the end there is a token, or a login is really needed. */
  void settled(@Nullable TokenException problem) {
    if (problem == null) {
      return;
    }
    assertThat(problem.reason()).as(problem.getMessage()).isEqualTo(Reason.LOG_IN);
    String refresh = stored("default.json");
    boolean needed =
        !loggedIn
            || refresh == null
            || !simulator().isCurrentRefreshToken(refresh)
            || (isDoubtful() && (foreign || play.replay.mode() == ReplayPolicy.Mode.NEVER));
    assertThat(needed).as("a login is really needed: " + problem.getMessage()).isTrue();
  }
}
