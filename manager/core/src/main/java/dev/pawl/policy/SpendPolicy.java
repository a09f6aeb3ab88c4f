package dev.pawl.policy;

import dev.pawl.cache.slot.SlotRecord.Cooldown;
import dev.pawl.cache.slot.SlotRecord.Verdict;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.settings.ProfileSettings;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.RequestedToken;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.store.journal.JournalRecord.Failures;
import dev.pawl.store.journal.JournalRecord.State;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenRequest;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Whether a refresh token may be spent: the whole policy of docs/protocol.md, without a side
 * effect.
 *
 * @param settings what the configuration says of the profile
 * @param issuers what it says of the errors of issuers, by issuer
 * @param configurations identity of what a refusal of a client may be owed to: the settings files
 *     and those of its secrets
 * @param rejectionInterval within which a token born of a rejection is not forced again
 * @param places says of a field of the settings that contradicts the login where it stands
 */
public record SpendPolicy(
    ProfileSettings settings,
    Map<String, ErrorCodes> issuers,
    Function<Grant, String> configurations,
    Duration rejectionInterval,
    UnaryOperator<String> places) {
  /** Rules under settings that lie in no file. */
  public SpendPolicy(ProfileSettings settings, String configuration, Duration rejectionInterval) {
    this(
        settings,
        Map.of(),
        login -> configuration,
        rejectionInterval,
        field -> "the settings name another " + field);
  }

  /** Which configuration a refusal of {@code login} is met under now. */
  public String configuration(Grant login) {
    return configurations.apply(login);
  }

  /**
   * What the errors of whoever issued {@code grant} mean: what the settings say, else what was
   * known of that issuer when the login was made.
   */
  public ErrorCodes errors(Grant grant) {
    return errors(grant.client()).over(ErrorCodes.keptBy(grant));
  }

  /** What the settings say of the errors of whoever issued a login to {@code client}. */
  public ErrorCodes errors(ClientRegistration client) {
    return settings.errors().with(issuers, client);
  }

  /**
   * What was decided.
   *
   * @param spend whether to go on and spend
   * @param verdict to publish if not
   * @param problem for the caller if not; null if the requirement is none for a spend
   * @param fatal whether the journal must say that only a login helps
   */
  public record Decision(
      boolean spend, Verdict verdict, @Nullable TokenException problem, boolean fatal) {
    static final Decision SPEND = new Decision(true, Verdict.GOOD, null, false);

    static Decision hold(Verdict verdict, @Nullable TokenException problem) {
      return new Decision(false, verdict, problem, false);
    }
  }

  /** The case at hand: a live grant, what is known of its spends, and the caller's requirement. */
  public record Case(
      Grant grant,
      JournalRecord spends,
      TokenRequirement requirement,
      Freshness freshness,
      long now) {
    public Case with(JournalRecord next) {
      return new Case(grant, next, requirement, freshness, now);
    }

    public Case at(long later) {
      return new Case(grant, spends, requirement, freshness, later);
    }

    State state() {
      return spends.stateOf(grant);
    }

    /** The token that was asked for, if that is not the login's own; null if there is none. */
    public @Nullable RequestedToken requested() {
      TokenRequest request = requirement.request();
      return request == null ? null : grant.tokens().requested().get(request.key());
    }

    /** Whether there is such a token as is asked for, and the requirement accepts it. */
    public boolean isAccepted() {
      return isThere() && requirement.accepts(generation(), freshness, now);
    }

    private boolean isThere() {
      return requirement.request() == null ? grant.tokens().access() != null : requested() != null;
    }

    /* Of the access token: one that was asked for stays the same while others are replaced. */
    long generation() {
      RequestedToken requested = requested();
      return requested == null ? grant.generation() : requested.generation();
    }

    /** Whether the access token is outside its mandatory window and nobody rejected it. */
    public boolean isUsable() {
      return generation() > requirement.rejected() && isThere() && now < freshness.mandatoryAt();
    }

    /* A doubt is left alone while the login's own access token lasts, whatever else is asked for. */
    boolean isOwnUsable() {
      TokenSet own = grant.tokens();
      return requirement.request() == null
          ? isUsable()
          : own.access() != null
              && now < Freshness.of(own.issuedAt(), own.expiresAt(), 0).mandatoryAt();
    }

    /* No refusal of what was asked for besides ends a login whose own access token lasts. */
    boolean isOwnAlive() {
      TokenSet own = grant.tokens();
      return requirement.request() != null && own.access() != null && now < own.expiresAt();
    }

    boolean isAlive() {
      return generation() > requirement.rejected() && isThere() && now < freshness.expiresAt();
    }
  }

  /** Decides about a grant that does not meet the requirement. */
  public Decision decide(Case at) {
    Decision hold = standing(at);
    if (hold == null) {
      hold = rejectedAgain(at);
    }
    if (hold == null) {
      hold = coolingDown(at);
    }
    if (hold == null && at.state() == State.DOUBT) {
      hold = inDoubt(at);
    }
    return hold == null ? Decision.SPEND : hold;
  }

  /** The verdict to publish with a grant that needs no spend. */
  public Verdict verdict(Case at) {
    Decision hold = standing(at);
    if (hold != null) {
      return hold.verdict();
    }
    return at.state() == State.DOUBT ? Verdict.IN_DOUBT : Verdict.GOOD;
  }

  /** What forbids a spend now and, unless something is changed, later too; null if nothing. */
  private @Nullable Decision standing(Case at) {
    String contradiction = settings.contradiction(at.grant().client());
    if (contradiction != null) {
      return Decision.hold(
          Verdict.MISCONFIGURED, RefusalText.contradicted(places.apply(contradiction)));
    }
    Failures failures = at.spends().failures();
    if (failures.refusal() != null && failures.stands(configuration(at.grant()), at.now())) {
      return Decision.hold(
          Verdict.MISCONFIGURED, RefusalText.refused(String.valueOf(failures.refusal())));
    }
    return isSpendable(at) ? null : loginRequired(at);
  }

  private static boolean isSpendable(Case at) {
    Fingerprint fingerprint = at.grant().tokens().fingerprint();
    return fingerprint != null
        && at.state() != State.DEAD
        && !at.spends().spent().contains(fingerprint)
        && !isBroughtBack(at, fingerprint);
  }

  /* The very token that the journal saw leaving is back, by another tool or from an old copy. */
  private static boolean isBroughtBack(Case at, Fingerprint fingerprint) {
    boolean another =
        at.grant().origin() == Grant.Origin.FOREIGN
            || at.grant().generation() < at.spends().generation();
    return another
        && !at.spends().speaksOf(at.grant())
        && fingerprint.equals(at.spends().fingerprint())
        && at.spends().state() != State.NONE
        && at.grant().client().replay().mode() != ReplayPolicy.Mode.FREE;
  }

  private static Decision loginRequired(Case at) {
    return Decision.hold(
        Verdict.LOGIN_REQUIRED,
        TokenException.logIn(
            at.grant().tokens().refresh() == null
                ? "the access token ended and there is no refresh token; log in again"
                : "the refresh token is of no use any more; log in again"));
  }

  /* A token that a forced refresh brought is rejected as well: the next one would be too. */
  private @Nullable Decision rejectedAgain(Case at) {
    Grant grant = at.grant();
    RequestedToken requested = at.requested();
    long age = at.now() - (requested == null ? grant.tokens().issuedAt() : requested.issuedAt());
    long wait = rejectionInterval.toMillis() - age;
    boolean forced =
        requested == null
            ? at.requirement().request() == null && grant.origin() == Grant.Origin.FORCED
            : requested.forced();
    boolean again = forced && at.requirement().rejected() >= at.generation();
    if (!again || age < 0 || wait <= 0) {
      return null;
    }
    return Decision.hold(
        Verdict.GOOD,
        TokenException.tryLater(
            "the server rejects a token that was refreshed "
                + age / 1000
                + " s ago because its predecessor was rejected; look for a clock that is wrong, a"
                + " revoked account or the wrong organization",
            wait));
  }

  private @Nullable Decision coolingDown(Case at) {
    if (at.spends().failures().isCured(configuration(at.grant()))) {
      return null;
    }
    Cooldown cooldown = Backoff.after(at.spends().failures(), at.now());
    long wait = (at.isUsable() ? cooldown.until() : cooldown.urgentUntil()) - at.now();
    if (wait <= 0 || wait > Backoff.LONGEST) {
      return null;
    }
    Verdict verdict = at.state() == State.DOUBT ? Verdict.IN_DOUBT : Verdict.GOOD;
    return Decision.hold(
        verdict,
        TokenException.tryLater(
            "the token endpoint failed "
                + Backoff.times(at.spends().failures().count())
                + "; it is left alone for "
                + (wait + 999) / 1000
                + " s",
            wait));
  }

  private static @Nullable Decision inDoubt(Case at) {
    ReplayPolicy replay = at.grant().client().replay();
    long since = at.now() - at.spends().firstSpentAt();
    boolean permitted =
        switch (replay.mode()) {
          case FREE -> true;
          case WINDOW -> (since >= 0 && since <= replay.window().toMillis()) || !at.isOwnUsable();
          case UNKNOWN -> !at.isOwnUsable();
          case NEVER -> false;
        };
    if (permitted) {
      return null;
    }
    if (replay.mode() == ReplayPolicy.Mode.NEVER && !at.isAlive()) {
      boolean fatal = !at.isOwnAlive();
      return new Decision(
          false,
          fatal ? Verdict.LOGIN_REQUIRED : Verdict.IN_DOUBT,
          TokenException.logIn(
              "a refresh was sent and never answered, and this issuer permits no replay; log in"
                  + " again"),
          fatal);
    }
    return Decision.hold(
        Verdict.IN_DOUBT,
        at.isUsable()
            ? null
            : TokenException.tryLater(
                "a refresh was sent and never answered; the token is used to its end",
                Math.min(at.freshness().lifetime(), at.freshness().expiresAt() - at.now())));
  }

  /** Whether a spend that was just left without an answer is to be repeated at once. */
  public boolean replaysAtOnce(Case at) {
    ReplayPolicy replay = at.grant().client().replay();
    long since = at.now() - at.spends().firstSpentAt();
    return replay.mode() == ReplayPolicy.Mode.WINDOW
        && since >= 0
        && since <= replay.window().toMillis();
  }
}
