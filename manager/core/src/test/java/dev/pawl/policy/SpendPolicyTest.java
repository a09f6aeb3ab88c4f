package dev.pawl.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.policy.SpendPolicy.Case;
import dev.pawl.policy.SpendPolicy.Decision;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.settings.ProfileSettings;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.Grant.Origin;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.store.journal.JournalRecord.Failures;
import dev.pawl.store.journal.JournalRecord.State;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import dev.pawl.token.TokenRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpendPolicyTest {
  private static final long ISSUED = 1_000_000_000_000L;
  private static final long HOUR = 3_600_000;
  private static final SpendPolicy RULES = rules(ProfileSettings.SILENT);

  /* Moments of an hour's token: fresh, in its advisory and mandatory window, ended. */
  @ParameterizedTest
  @CsvSource({
    "unknown, FRESH, false, HOLD",
    "unknown, FRESH, true, SPEND",
    "unknown, ADVISORY, false, HOLD",
    "unknown, MANDATORY, false, SPEND",
    "unknown, ENDED, false, SPEND",
    "never, FRESH, false, HOLD",
    "never, FRESH, true, LOG_IN",
    "never, ADVISORY, false, HOLD",
    "never, MANDATORY, false, TRY_LATER",
    "never, ENDED, false, LOG_IN",
    "free, FRESH, false, SPEND",
    "free, ENDED, false, SPEND",
    "free, FRESH, true, SPEND",
    "window:30s, FRESH, false, HOLD",
    "window:30s, FRESH, true, SPEND",
    "window:30s, MANDATORY, false, SPEND",
    "window:30s, ENDED, false, SPEND",
    "window:120m, FRESH, false, SPEND",
    "window:120m, ADVISORY, false, SPEND"
  })
  void decide_inDoubt_asTheIssuerPermits(
      String replay, Moment moment, boolean rejected, String expected) {
    Grant grant = grant(replay, Origin.REFRESH);
    JournalRecord doubt = record(grant, State.DOUBT, Failures.NONE);
    TokenRequirement requirement =
        rejected ? TokenRequirement.newerThan(5) : TokenRequirement.AHEAD;

    Decision decision = RULES.decide(at(grant, doubt, requirement, moment.millis));

    assertThat(words(decision)).isEqualTo(expected);
    assertThat(decision.fatal()).isEqualTo(expected.equals("LOG_IN"));
  }

  @ParameterizedTest
  @CsvSource({"NONE, SPEND", "SPENDING, SPEND", "DOUBT, SPEND", "REPLAYING, SPEND", "DEAD, LOG_IN"})
  void decide_endedTokenUnknownReplay_spendsUnlessDead(State state, String expected) {
    Grant grant = grant("unknown", Origin.REFRESH);

    Decision decision =
        RULES.decide(
            at(
                grant,
                record(grant, state, Failures.NONE),
                TokenRequirement.USABLE,
                Moment.ENDED.millis));

    assertThat(words(decision)).isEqualTo(expected);
  }

  @Test
  void decide_rememberedAsSpent_needsALogin() {
    Grant grant = grant("free", Origin.FOREIGN);
    JournalRecord spent =
        new JournalRecord(State.NONE, 4, null, 0, Failures.NONE, List.of(fingerprint(grant)));

    assertThat(words(RULES.decide(at(grant, spent, TokenRequirement.USABLE, Moment.ENDED.millis))))
        .isEqualTo("LOG_IN");
  }

  @ParameterizedTest
  @CsvSource({"FOREIGN, unknown, LOG_IN", "FOREIGN, free, SPEND", "REFRESH, unknown, SPEND"})
  void decide_tokenThatTheJournalSawLeaving_isNotTakenBackFromAnotherTool(
      Origin origin, String replay, String expected) {
    Grant grant = grant(replay, origin);
    JournalRecord before =
        new JournalRecord(
            State.SPENDING, 4, grant.tokens().fingerprint(), 1, Failures.NONE, List.of());

    assertThat(words(RULES.decide(at(grant, before, TokenRequirement.USABLE, Moment.ENDED.millis))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "FORCED, 59999, TRY_LATER",
    "FORCED, 60000, SPEND",
    "FORCED, -1, SPEND",
    "REFRESH, 5, SPEND"
  })
  void decide_rejectedAgain_isForcedOnceInTheInterval(Origin origin, long age, String expected) {
    Grant grant = grant("unknown", origin);

    Decision decision =
        RULES.decide(at(grant, JournalRecord.EMPTY, TokenRequirement.newerThan(5), ISSUED + age));

    assertThat(words(decision)).isEqualTo(expected);
  }

  @Property
  void decide_coolingDown_neverSpendsBeforeTheServersTime(
      @ForAll @LongRange(min = 1, max = 900_000) long wish,
      @ForAll @LongRange(min = 0, max = 1_000_000) long later) {
    Grant grant = grant("unknown", Origin.REFRESH);
    long failed = Moment.ENDED.millis;
    Failures failures = new Failures(1, failed, failed + wish, null, "");

    Decision decision =
        RULES.decide(
            at(
                grant,
                record(grant, State.NONE, failures),
                TokenRequirement.USABLE,
                failed + later));

    assertThat(decision.spend()).isEqualTo(later >= wish);
  }

  @Test
  void decide_refusedClient_waitsForAnotherConfiguration() {
    Grant grant = grant("unknown", Origin.REFRESH);
    Failures refused = Failures.NONE.refused("invalid_client", "A", ISSUED);
    Case at =
        at(grant, record(grant, State.NONE, refused), TokenRequirement.USABLE, Moment.ENDED.millis);
    SpendPolicy changed = new SpendPolicy(ProfileSettings.SILENT, "B", Duration.ofSeconds(60));

    assertThat(words(RULES.decide(at))).isEqualTo("FIX_CONFIGURATION");
    assertThat(RULES.verdict(at)).isEqualTo(Verdict.MISCONFIGURED);
    assertThat(words(changed.decide(at))).isEqualTo("SPEND");
  }

  @ParameterizedTest
  @CsvSource({"'', true", "/, true", "//, false", ".evil, false"})
  void errors_issuerIsNamedInTheSettings_areThoseSaidOfIt(String end, boolean said) {
    Grant grant = grant("unknown", Origin.LOGIN);
    ErrorCodes odd = new ErrorCodes(Set.of("odd_error"), Set.of(), Set.of());
    SpendPolicy policy =
        new SpendPolicy(
            ProfileSettings.SILENT,
            Map.of(grant.client().issuer() + end, odd),
            login -> "A",
            Duration.ofSeconds(60),
            field -> field);

    assertThat(policy.errors(grant.client()).equals(odd)).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({"FRESH, false", "MANDATORY, false", "ENDED, true"})
  void decide_inDoubtOfARequestWithoutReplay_endsTheLoginOnlyIfItsOwnTokenEnded(
      Moment moment, boolean fatal) {
    Grant grant = grant("never", Origin.LOGIN);
    JournalRecord doubt = record(grant, State.DOUBT, Failures.NONE);
    TokenRequirement mail = TokenRequirement.USABLE.of(TokenRequest.audience("mail"));
    Case at = new Case(grant, doubt, mail, Freshness.of(0, 0, 0), moment.millis);

    Decision decision = RULES.decide(at);

    assertThat(words(decision)).isEqualTo("LOG_IN");
    assertThat(decision.fatal()).isEqualTo(fatal);
    assertThat(decision.verdict()).isEqualTo(fatal ? Verdict.LOGIN_REQUIRED : Verdict.IN_DOUBT);
  }

  @ParameterizedTest
  @CsvSource({
    "https://other.example,,,issuer",
    ",https://other.example/token,,tokenEndpoint",
    ",,other,clientId"
  })
  void decide_settingsNameAnother_sendNothingThere(
      String issuer, String endpoint, String client, String named) {
    Grant grant = grant("free", Origin.LOGIN);
    SpendPolicy contrary = rules(new ProfileSettings(issuer, endpoint, client, ErrorCodes.NONE));

    Decision decision =
        contrary.decide(
            at(grant, JournalRecord.EMPTY, TokenRequirement.USABLE, Moment.ENDED.millis));

    assertThat(words(decision)).isEqualTo("FIX_CONFIGURATION");
    assertThat(decision.problem()).hasMessageContaining(named);
  }

  @Property
  void decide_anyState_neverSpendsWhatIsDeadAndNamesAReasonOtherwise(
      @ForAll State state,
      @ForAll ReplayPolicy.Mode mode,
      @ForAll Moment moment,
      @ForAll Origin origin) {
    String replay = mode == ReplayPolicy.Mode.WINDOW ? "window:30s" : mode.name();
    Grant grant = grant(replay, origin);

    Decision decision =
        RULES.decide(
            at(
                grant,
                record(grant, state, Failures.NONE),
                TokenRequirement.newerThan(5),
                moment.millis));

    if (state == State.DEAD) {
      assertThat(decision.spend()).isFalse();
    }
    assertThat(decision.spend() || decision.problem() != null).isTrue();
  }

  enum Moment {
    FRESH(ISSUED + HOUR / 2),
    ADVISORY(ISSUED + HOUR - 60_000),
    MANDATORY(ISSUED + HOUR - 20_000),
    ENDED(ISSUED + HOUR);

    final long millis;

    Moment(long millis) {
      this.millis = millis;
    }
  }

  private static String words(Decision decision) {
    TokenException problem = decision.problem();
    if (decision.spend()) {
      return "SPEND";
    }
    Reason reason = problem == null ? null : problem.reason();
    return reason == null ? "HOLD" : reason.name();
  }

  private static SpendPolicy rules(ProfileSettings settings) {
    return new SpendPolicy(settings, "A", Duration.ofSeconds(60));
  }

  private static dev.pawl.spi.Fingerprint fingerprint(Grant grant) {
    return Objects.requireNonNull(grant.tokens().fingerprint());
  }

  private static Case at(
      Grant grant, JournalRecord spends, TokenRequirement requirement, long now) {
    TokenSet tokens = grant.tokens();
    return new Case(
        grant, spends, requirement, Freshness.of(tokens.issuedAt(), tokens.expiresAt(), 0), now);
  }

  private static JournalRecord record(Grant grant, State state, Failures failures) {
    return new JournalRecord(
        state, grant.generation(), grant.tokens().fingerprint(), ISSUED, failures, List.of());
  }

  private static Grant grant(String replay, Origin origin) {
    ClientRegistration client =
        new ClientRegistration(
            "https://issuer.example",
            URI.create("https://issuer.example/token"),
            null,
            "client-1",
            "",
            ReplayPolicy.parse(replay));
    TokenSet tokens = new TokenSet("fake-access", ISSUED, ISSUED + HOUR, "fake-refresh");
    return new Grant(5, origin, client, tokens, Map.of());
  }
}
