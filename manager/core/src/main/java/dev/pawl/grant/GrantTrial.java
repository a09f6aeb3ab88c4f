package dev.pawl.grant;

import dev.pawl.jfr.FlightRecords;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.policy.GrantedSuccessor;
import dev.pawl.policy.RefusalText;
import dev.pawl.policy.SpendPolicy;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.refresh.BrokenSpend;
import dev.pawl.refresh.locked.IssuerAccess;
import dev.pawl.refresh.locked.KeptAnswer;
import dev.pawl.refresh.locked.LockedProfile;
import dev.pawl.refresh.locked.SpendPermits;
import dev.pawl.refresh.locked.TrialAnswer;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.store.journal.AnswerBond;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A login that brings a refresh token alone, over one that is of use: its token is spent before the
 * stored login is touched, and only what the server grants for it is ever stored.
 *
 * <p>So a refusal costs nothing, and neither does a crash: the stored login and what is known of
 * its spends stay as they are, and the journal says that another token was sent and never answered.
 * That one is the user's: to give it again is a replay, which the issuer's setting must permit.
 *
 * @param locked of the profile, with the lock held and the save proved
 * @param policy of the profile
 * @param login that is tried
 * @param present login that is stored
 */
record GrantTrial(LockedProfile locked, SpendPolicy policy, Grant login, Grant present) {
  private static final long PAUSE_MILLIS = 1_000;
  private static final String KEPT = "; the stored login was left as it is";

  /**
   * The login with the tokens that the server granted; to be stored next.
   *
   * @throws TokenException if it granted none: then nothing was changed
   */
  Grant granted() throws IOException {
    requireSendable();
    if (!locked.store().awaitTurn(() -> locked.tenure().isClosed())) {
      throw TokenException.tryLater(
          "another host has changed the login of profile "
              + locked.name()
              + " meanwhile; nothing was sent",
          PAUSE_MILLIS);
    }
    locked.issuer().authenticate(login);
    try (SpendPermits.Permit permit = locked.issuer().permit(login)) {
      if (permit == null) {
        throw locked.issuer().exhausted(login);
      }
      return spend();
    }
  }

  private void requireSendable() {
    String contradiction = policy.settings().contradiction(login.client());
    if (contradiction != null) {
      throw TokenException.fixConfiguration(
          "the settings name another " + contradiction + " than this login" + KEPT, null);
    }
    if (ProofKey.of(login) != null && !locked.issuer().hasSecret(login.client())) {
      throw TokenException.fixConfiguration(
          "a refresh token that is to be bound to a key (DPoP) cannot be tried beside a login: the"
              + " key would be lost if this process were; next: pawl logout "
              + locked.name()
              + KEPT,
          null);
    }
    if (token().equals(locked.spends().tried()) && isNeverReplayed()) {
      throw unanswered();
    }
  }

  private Grant spend() throws IOException {
    locked.tenure().requireLock();
    JournalRecord before = locked.spends();
    tried().end(present);
    JournalRecord trying = before.trying(token());
    JournalRecord intent =
        isHeld() ? trying.spending(present, locked.millis()) : trying.attempting(locked.millis());
    JournalRecord placed = intent.at(locked.store().parking());
    SpendOutcome outcome = sentOrBroken(placed);
    if (outcome instanceof SpendOutcome.Granted answer) {
      locked.store().providerAhead(answer.serverDateSkewMillis());
    }
    Grant granted = GrantedSuccessor.ofLogin(login, outcome);
    if (granted != null) {
      locked.remember(locked.spends().accepted(granted.tokens().fingerprint()));
      return granted;
    }
    if (isToBeRepeated(outcome)) {
      takeBack(before.after(intent));
      return spend();
    }
    if (!(outcome instanceof SpendOutcome.InDoubt) || mode() == ReplayPolicy.Mode.FREE) {
      JournalRecord after = isVerdict(outcome) ? before.answered(token()) : before;
      takeBack(after.after(intent));
      throw refusal(outcome);
    }
    TokenException doubt = refusal(outcome);
    brokenOff(placed, doubt);
    throw doubt;
  }

  private boolean isToBeRepeated(SpendOutcome outcome) throws IOException {
    return outcome instanceof SpendOutcome.Unproven unproven
        ? locked.issuer().answers(unproven)
        : outcome instanceof SpendOutcome.Misconfigured refused
            && refused.unauthenticated()
            && locked.issuer().refused(login) == IssuerAccess.Left.ANOTHER;
  }

  /* Whoever has the lock by now has written a record of its own, an intent perhaps. */
  private void takeBack(JournalRecord after) throws IOException {
    if (locked.tenure().isHeld()) {
      locked.force(after);
      tried().end(present);
    }
  }

  private SpendOutcome sentOrBroken(JournalRecord intent) throws IOException {
    try {
      return sent(intent);
    } catch (IOException | RuntimeException | Error e) {
      brokenOff(intent, e);
      throw e;
    }
  }

  /* Of another token than the stored one nothing is to be told but that it was tried. */
  private void brokenOff(JournalRecord intent, Throwable why) {
    if (isHeld()) {
      Case sent = locked.consider(present, TokenRequirement.LOOK).with(intent);
      new BrokenSpend(locked, policy, sent).settle(why);
    }
  }

  private SpendOutcome sent(JournalRecord intent) throws IOException {
    try (KeptAnswer kept = tried().keep(bond(intent))) {
      locked.force(intent);
      locked.tenure().requireLock();
      Consumer<String> event = FlightRecords.spending(locked.name(), present.generation());
      SpendOutcome outcome = locked.issuer().present(login, policy.errors(login), kept);
      event.accept(outcome.getClass().getSimpleName());
      return outcome;
    }
  }

  private TrialAnswer tried() throws IOException {
    return TrialAnswer.of(locked);
  }

  private AnswerBond bond(JournalRecord intent) {
    return new AnswerBond(intent.attempt(), present.generation(), token(), login.client(), false);
  }

  private static boolean isVerdict(SpendOutcome outcome) {
    return outcome instanceof SpendOutcome.Dead
        || outcome instanceof SpendOutcome.Misconfigured
        || (outcome instanceof SpendOutcome.Misdirected misdirected && misdirected.sent());
  }

  private TokenException refusal(SpendOutcome outcome) {
    if (outcome instanceof SpendOutcome.Dead dead) {
      return TokenException.logIn(RefusalText.tokenRefused(dead) + KEPT);
    }
    if (outcome instanceof SpendOutcome.Misconfigured refused) {
      return TokenException.fixConfiguration(
          RefusalText.clientRefused(refused) + RefusalText.hint(refused) + KEPT, null);
    }
    if (outcome instanceof SpendOutcome.Unproven unproven) {
      return TokenException.fixConfiguration(RefusalText.unproven(unproven) + KEPT, null);
    }
    if (outcome instanceof SpendOutcome.Misdirected misdirected) {
      return TokenException.fixConfiguration(RefusalText.misdirected(misdirected) + KEPT, null);
    }
    if (outcome instanceof SpendOutcome.InDoubt doubt) {
      return isNeverReplayed()
          ? unanswered()
          : TokenException.tryLater(RefusalText.unanswered(doubt) + KEPT, PAUSE_MILLIS);
    }
    Long wait = outcome.requestedPause();
    return TokenException.tryLater(
        RefusalText.notTaken(outcome) + KEPT, wait == null ? PAUSE_MILLIS : wait);
  }

  private static TokenException unanswered() {
    return TokenException.logIn(
        "the refresh token was sent and never answered, and this issuer permits no replay; give"
            + " another one"
            + KEPT);
  }

  private boolean isNeverReplayed() {
    return mode() == ReplayPolicy.Mode.NEVER;
  }

  private ReplayPolicy.Mode mode() {
    return login.client().replay().mode();
  }

  /* The stored login's own token, presented by another client. */
  private boolean isHeld() {
    return token().equals(present.tokens().fingerprint());
  }

  private Fingerprint token() {
    return Objects.requireNonNull(login.tokens().fingerprint());
  }
}
