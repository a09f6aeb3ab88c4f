package dev.pawl.it.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.RefreshProcess;
import dev.pawl.it.kit.UserScene;
import dev.pawl.network.Transport;
import dev.pawl.oauth.Presentation;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.AnswerBond;
import dev.pawl.store.journal.AnswerFile;
import dev.pawl.store.journal.AnswerLog;
import dev.pawl.store.journal.Journal;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import dev.pawl.token.TokenRequest;
import dev.pawl.wire.AnswerTap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an answer that a process read and did not live to save. */
class RawAnswerTest {
  private static final String REFUSAL =
      "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n"
          + "{\"error\":\"invalid_grant\"}";
  private static final String BUSY =
      "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n";
  private static final String FAILED =
      "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 24\r\n\r\n"
          + "{\"error\":\"server_error\"}";
  private static final String CUT = "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n{\"access_tok";

  @RegisterExtension
  final UserScene scene = UserScene.of(RotationPolicy.STRICT_FAMILY, ReplayPolicy.NEVER);

  private TokenManager manager;

  @BeforeEach
  void start() {
    scene.simulator.clock().freeze();
    manager = scene.loggedIn();
  }

  @Test
  void token_spenderDiedAfterTheLastByte_isThatAnswerAndSpendsNothing() throws Exception {
    halfAnHourLater();
    leave(intent(), spend());
    halfAnHourLater();

    Token token = manager.token();

    assertThat(token.generation()).isEqualTo(2);
    assertThat(scene.isAccepted(token)).isTrue();
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    assertThat(answer().file()).doesNotExist();
    scene.spends().areExactly(1);
  }

  @Test
  void token_spenderDiedWithTheTokenOfAnAudience_isForThatAudienceAlone() throws Exception {
    TokenRequest mail = TokenRequest.audience("https://mail.example");
    Token own = manager.token();
    JournalRecord intent = intent();
    AnswerBond bond = bond(intent);
    keep(
        new AnswerBond(
            bond.attempt(),
            bond.generation(),
            bond.fingerprint(),
            bond.client(),
            false,
            false,
            mail.key()),
        spend());

    Token token = manager.token(mail);

    assertThat(token.value()).isNotEqualTo(own.value());
    assertThat(scene.isAccepted(token)).isTrue();
    assertThat(manager.token().value()).isEqualTo(own.value());
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    scene.spends().areExactly(1);
  }

  @Test
  void token_answerWasReadHalfAnHourAgo_endsAnHourAfterItsRequest() throws Exception {
    halfAnHourLater();
    leave(intent(), spend());
    halfAnHourLater();
    long sentAt = Objects.requireNonNull(answer().read()).sentAt();

    Token token = manager.token();

    assertThat(token.generation()).isEqualTo(2);
    assertThat(stored().tokens().expiresAt()).isEqualTo(sentAt + 3_600_000);
  }

  @Test
  void token_journalDamagedToo_isStillThatAnswer() throws Exception {
    halfAnHourLater();
    leave(intent(), spend());
    damageJournal();
    halfAnHourLater();

    Token token = manager.token();

    assertThat(token.generation()).isEqualTo(2);
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    scene.spends().areExactly(1);
  }

  @Test
  void token_answerCutAnywhereInItsToken_isADoubtAndPresentsNothing() throws Exception {
    byte[] whole = spend();
    JournalRecord intent = intent();
    int token = new String(whole, UTF_8).indexOf("refresh_token") + 20;
    leave(intent, Arrays.copyOf(whole, token));
    scene.expire();

    TokenException first = catchThrowableOfType(TokenException.class, manager::token);
    scene.simulator.clock().advance(Duration.ofSeconds(1));
    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(first.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(problem.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(answer().file()).doesNotExist();
    scene.spends().areExactly(1);
  }

  @Test
  void token_refusalOfTheJournalsOwnAttempt_isBelieved() throws Exception {
    leave(intent(), REFUSAL.getBytes(UTF_8));
    scene.expire();

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(problem.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(problem).hasMessageContaining("of no use any more");
    assertThat(journal().read().state()).isEqualTo(JournalRecord.State.DEAD);
    scene.spends().areNone();
  }

  /* Refused was what an API wanted of the token, by a process that is dead: that says nothing of the
   * login. */
  @Test
  void token_refusalOfClaimsThatADeadProcessNamed_isPresentedWithoutThem() throws Exception {
    JournalRecord intent = intent();
    AnswerBond bond = bond(intent);
    keep(
        new AnswerBond(
            bond.attempt(), bond.generation(), bond.fingerprint(), bond.client(), true, true, ""),
        REFUSAL.getBytes(UTF_8));
    scene.expire();

    Token token = manager.token();

    assertThat(token.generation()).isEqualTo(2);
    scene.spends().areExactly(1).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void token_busyAnswerOfTheJournalsOwnAttempt_takesTheIntentBack() throws Exception {
    leave(intent(), BUSY.getBytes(UTF_8));
    scene.expire();
    scene.simulator.clock().advance(Duration.ofMinutes(2));

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);
    scene.simulator.clock().advance(Duration.ofMinutes(2));
    Token token = manager.token();

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(token.generation()).isEqualTo(2);
    scene.spends().areExactly(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {FAILED, CUT})
  void token_answerThatProvesNothing_leavesDoubtAndTheCooldownOfOneThatWasRead(String bytes)
      throws Exception {
    leave(intent(), bytes.getBytes(UTF_8));
    scene.expire();

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);
    JournalRecord known = journal().read();
    Status status = scene.manager().status();
    scene.simulator.clock().advance(Duration.ofSeconds(1));
    TokenException later = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(problem.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(known.state()).isEqualTo(JournalRecord.State.DOUBT);
    assertThat(known.failures().count()).isEqualTo(1);
    assertThat(status.retryAt()).isNotNull();
    assertThat(later.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(answer().file()).doesNotExist();
    scene.spends().areNone();
  }

  @Test
  void token_failedAnswerOfAnEarlierAttempt_leavesNoCooldown() throws Exception {
    JournalRecord before = intent();
    leave(before, FAILED.getBytes(UTF_8));
    journal().force(before.withdrawn(JournalRecord.Failures.NONE).spending(stored(), 5));
    scene.expire();

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(problem.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(journal().read().failures().count()).isZero();
    scene.spends().areNone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"500 error=server_error", "500", "502"})
  void token_serverFailedAndNoReplayIsPermitted_isDoubtOnTheDiskAndNeverPresentedAgain(String fault)
      throws Exception {
    String refresh = Objects.requireNonNull(scene.freshGrant().tokens().refresh());
    manager.logout();
    manager.login(Grant.login(scene.client(), TokenSet.ofRefresh(refresh)));
    scene.fault("refresh#1: AFTER_COMMIT " + fault);

    int exit = new ProcessBuilder(RefreshProcess.command(scene.home)).start().waitFor();
    JournalRecord known = journal().read();
    scene.simulator.clock().advance(Duration.ofMinutes(5));
    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);
    TokenException again = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(exit).isNotZero();
    assertThat(known.state()).isEqualTo(JournalRecord.State.DOUBT);
    assertThat(known.failures().count()).isEqualTo(1);
    assertThat(problem.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(again.reason()).isEqualTo(Reason.LOG_IN);
    scene.spends().areExactly(1);
  }

  @Test
  void token_busyAnswerOfAnEarlierAttempt_isADoubtAndPresentsNothing() throws Exception {
    JournalRecord before = intent();
    leave(before, BUSY.getBytes(UTF_8));
    JournalRecord later = before.withdrawn(JournalRecord.Failures.NONE).spending(stored(), 5);
    journal().force(later);
    scene.expire();

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(later.attempt()).isGreaterThan(before.attempt());
    assertThat(problem.reason()).isEqualTo(Reason.LOG_IN);
    scene.spends().areNone();
  }

  @Test
  void token_refusalAndTheJournalIsDamaged_isADoubtAndPresentsNothing() throws Exception {
    leave(intent(), REFUSAL.getBytes(UTF_8));
    damageJournal();

    halfAnHourLater();
    Throwable tooShort = catchThrowable(() -> manager.tokenValidFor(Duration.ofMinutes(45)));
    Token served = manager.token();
    JournalRecord.State known = journal().read().state();
    scene.expire();
    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(tooShort).isInstanceOf(TokenException.class);
    assertThat(served.generation()).isEqualTo(1);
    assertThat(known).isEqualTo(JournalRecord.State.DOUBT);
    assertThat(problem.reason()).isEqualTo(Reason.LOG_IN);
    scene.spends().areNone();
  }

  @Test
  void login_overAnAnswerThatWasRead_finishesItAndRevokesWhatItBrought() throws Exception {
    leave(intent(), spend());

    manager.login(scene.freshGrant());

    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertThat(scene.simulator.isFamilyAlive("F2")).isTrue();
    assertThat(answer().file()).doesNotExist();
  }

  @Test
  void logout_overAnAnswerThatWasRead_revokesWhatItBrought() throws Exception {
    leave(intent(), spend());

    manager.logout();

    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertThat(scene.stored()).doesNotContain("refresh_token");
    assertThat(answer().file()).doesNotExist();
  }

  @Test
  void open_parentIsGone_revokesWhatTheAnswerBrought() throws Exception {
    leave(intent(), spend());
    Files.delete(scene.grantFile());

    TokenException problem = catchThrowableOfType(TokenException.class, manager::token);
    scene.simulator.clock().advance(Duration.ofSeconds(2));
    TokenException still = catchThrowableOfType(TokenException.class, manager::token);

    assertThat(still.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(problem == null || problem.reason() == Reason.LOG_IN).isTrue();
    assertThat(scene.simulator.isFamilyAlive("F1")).isFalse();
    assertThat(answer().file()).doesNotExist();
  }

  @Test
  void login_olderAnswerIsFound_neverReplacesTheNewerLogin() throws Exception {
    JournalRecord intent = intent();
    byte[] bytes = spend();
    AnswerBond bond = bond(intent);
    manager.login(scene.freshGrant());
    keep(bond, bytes);
    scene.expire();

    Token token = manager.token();

    assertThat(scene.simulator.familyOf(token.value())).contains("F2");
    assertThat(scene.storesCurrentRefreshToken()).isTrue();
    assertThat(answer().file()).doesNotExist();
  }

  @Test
  void token_savedAlreadyAndNotYetWiped_staysAsItIs() throws Exception {
    JournalRecord intent = intent();
    byte[] bytes = spend();
    AnswerBond bond = bond(intent);
    keep(bond, bytes);
    scene.expire();
    Token saved = manager.token();
    keep(bond, bytes);

    Token again = scene.manager().renew(saved);

    assertThat(again.generation()).isEqualTo(saved.generation() + 1);
    assertThat(scene.simulator.isFamilyAlive("F1")).isTrue();
    assertThat(answer().file()).doesNotExist();
  }

  private void halfAnHourLater() {
    scene.simulator.clock().advance(Duration.ofMinutes(30));
  }

  private Grant stored() throws IOException {
    return Objects.requireNonNull(new StateDirectory(scene.home).store("default").readGrant());
  }

  private Journal journal() {
    return new StateDirectory(scene.home).journal("default");
  }

  private AnswerFile answer() {
    return new StateDirectory(scene.home).answer("default");
  }

  private void damageJournal() throws IOException {
    byte[] garbage = new byte[100];
    Arrays.fill(garbage, (byte) 'x');
    Files.write(scene.home.resolve("grants/default.journal"), garbage);
  }

  private JournalRecord intent() throws IOException {
    JournalRecord intent = journal().read().spending(stored(), scene.simulator.clock().millis());
    journal().force(intent);
    return intent;
  }

  /* The bytes of a real answer, of which nothing is saved. */
  private byte[] spend() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AnswerTap tap =
        new AnswerTap() {
          @Override
          public void sending(long sentAtMillis) {}

          @Override
          public void bytes(byte[] part, int offset, int length) {
            bytes.write(part, offset, length);
          }

          @Override
          public void ended() {}
        };
    SpendOutcome outcome =
        new TokenEndpoint(Transport.DIRECT, TokenClock.of(scene.simulator.clock()))
            .spend(Presentation.of(stored(), ErrorCodes.NONE), Duration.ofSeconds(20), tap);
    assertThat(outcome).isInstanceOf(SpendOutcome.Granted.class);
    return bytes.toByteArray();
  }

  private AnswerBond bond(JournalRecord intent) throws IOException {
    return new AnswerBond(
        intent.attempt(),
        intent.generation(),
        Objects.requireNonNull(intent.fingerprint()),
        stored().client(),
        false);
  }

  private void leave(JournalRecord intent, byte[] bytes) throws IOException {
    keep(bond(intent), bytes);
  }

  private void keep(AnswerBond bond, byte[] bytes) throws IOException {
    try (AnswerLog log = answer().begin(bond)) {
      log.sending(scene.simulator.clock().millis());
      for (int at = 0; at < bytes.length; at += 100) {
        log.received(bytes, at, Math.min(100, bytes.length - at));
      }
    }
  }
}
