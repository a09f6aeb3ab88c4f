package dev.pawl.oauth;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one spend of a refresh token came to.
 *
 * <p>Every text in it is fit for a terminal (control characters escaped, length bounded) and never
 * contains the refresh token that was presented; no {@code toString} shows a secret.
 */
public sealed interface SpendOutcome {
  /** The new refresh token that it brought; null if none. */
  default @Nullable String newRefresh() {
    if (this instanceof Granted granted) {
      return granted.refresh();
    }
    return this instanceof Salvaged salvaged ? salvaged.refresh() : null;
  }

  /**
   * How long a server that did nothing asks to be left alone, milliseconds; null if it did not say.
   */
  default @Nullable Long requestedPause() {
    if (this instanceof NotProcessed answer) {
      return answer.retryAfterMillis();
    }
    return this instanceof Retryable answer ? answer.retryAfterMillis() : null;
  }

  /**
   * The server answered with a valid token (RFC 6749 section 5.1).
   *
   * @param access the access token: printable ASCII, no spaces
   * @param lifetime how long it lives, counted from {@code sentAtMillis}
   * @param refresh the new refresh token; null if the server sent none, so the old one stays
   * @param scope the scope granted; null if the server did not say
   * @param sentAtMillis wall time just before the request was sent, epoch milliseconds
   * @param extras the answer's other fields; may hold secrets
   * @param serverDateSkewMillis the server's Date minus our clock; null if there was none.
   *     Diagnosis only
   */
  record Granted(
      String access,
      Lifetime lifetime,
      @Nullable String refresh,
      @Nullable String scope,
      long sentAtMillis,
      Map<String, @Nullable Object> extras,
      @Nullable Long serverDateSkewMillis)
      implements SpendOutcome {

    /** Checks that there is a token. */
    public Granted {
      Objects.requireNonNull(access, "access");
      Objects.requireNonNull(lifetime, "lifetime");
    }

    /** Whether the server did not say how long it lives, and an end was assumed for it. */
    public boolean isLifetimeAssumed() {
      return lifetime.isAssumed() && !lifetime.equals(Lifetime.ENDLESS);
    }

    /** Wall time at which the access token ends, epoch milliseconds; the greatest if never. */
    public long expiresAtMillis() {
      return lifetime.isEndless() ? Long.MAX_VALUE : sentAtMillis + lifetime.millis();
    }

    /** The same without a new refresh token. */
    Granted withoutRefresh() {
      return refresh == null
          ? this
          : new Granted(access, lifetime, null, scope, sentAtMillis, extras, serverDateSkewMillis);
    }

    /** Says what is there, never a value. */
    @Override
    public String toString() {
      return "Granted[lifetime="
          + lifetime
          + ", refresh="
          + (refresh == null ? "kept" : "new")
          + "]";
    }
  }

  /**
   * How long an access token lives.
   *
   * @param millis in milliseconds, more than 0
   * @param isAssumed whether the server's {@code expires_in} was absent or odd, so that the default
   *     is used
   */
  record Lifetime(long millis, boolean isAssumed) {
    /** No end is known, and nothing to renew the token with: it is used until it is rejected. */
    public static final Lifetime ENDLESS = new Lifetime(Long.MAX_VALUE, true);

    /** Whether no end is known. */
    public boolean isEndless() {
      return millis == Long.MAX_VALUE;
    }
  }

  /**
   * The server rotated: the new refresh token was read, but no access token that could be used. It
   * must be saved before anything else is done.
   *
   * @param refresh the new refresh token
   * @param why there is no access token
   * @param sentAtMillis wall time just before the request was sent, epoch milliseconds
   */
  record Salvaged(String refresh, String why, long sentAtMillis) implements SpendOutcome {
    /** Says why, never the token. */
    @Override
    public String toString() {
      return "Salvaged[why=" + why + "]";
    }
  }

  /**
   * Nothing of the request was written: refused, no such host, no TLS, connect timeout, proxy.
   *
   * @param cause why
   */
  record NotSent(String cause) implements SpendOutcome {}

  /**
   * The server turned the request away before looking at the token.
   *
   * @param retryAfterMillis how long it asks to be left alone, 1 s to 15 min; null if it did not
   *     say
   * @param why the status
   */
  record NotProcessed(@Nullable Long retryAfterMillis, String why) implements SpendOutcome {}

  /**
   * {@code invalid_grant}, or what the server calls it: the refresh token is of no use any more.
   *
   * @param error what the server calls it
   * @param description what it says besides; may be empty
   * @param ofToken whether that says so of the refresh token itself, whatever was asked for with it
   */
  record Dead(String error, String description, boolean ofToken) implements SpendOutcome {
    /** A refusal of the refresh token itself. */
    public Dead(String error, String description) {
      this(error, description, true);
    }
  }

  /**
   * The server knows the request but not this client or scope.
   *
   * @param error RFC 6749 section 5.2
   * @param description what the server says; may be empty
   * @param unauthenticated whether it does not believe the client to be who it says (RFC 6749
   *     section 5.2; RFC 9110 section 15.5.2: "the request has not been applied")
   */
  record Misconfigured(String error, String description, boolean unauthenticated)
      implements SpendOutcome {
    /** What an answer that names no error is called. */
    static final String NAMELESS = "status 401 without an OAuth error";

    /** Whether the server named an error: else a gateway may have spoken for it. */
    public boolean isNamed() {
      return !error.equals(NAMELESS);
    }

    /** A refusal that is not about who the client is. */
    public Misconfigured(String error, String description) {
      this(error, description, false);
    }
  }

  /**
   * The server does not take the proof of possession (RFC 9449 sections 5 and 8), or wants one.
   * Nobody looked at the refresh token.
   *
   * @param error what the server calls it
   * @param description what it says besides; may be empty
   * @param challenge whether it sent the nonce that it wants to see: with that the same may work
   */
  record Unproven(String error, String description, boolean challenge) implements SpendOutcome {}

  /**
   * What is set up for this endpoint leads nowhere: it has moved, no token endpoint is there, its
   * certificate is not trusted, the proxy wants a password. Nobody looked at the refresh token.
   *
   * @param why what came instead
   * @param remedy what to do, naming the setting
   * @param sent whether the request was written
   */
  record Misdirected(String why, String remedy, boolean sent) implements SpendOutcome {}

  /**
   * The server says that the same may work later.
   *
   * @param error what it calls it
   * @param retryAfterMillis how long it asks to be left alone, 1 s to 15 min; null if it did not
   *     say
   */
  record Retryable(String error, @Nullable Long retryAfterMillis) implements SpendOutcome {}

  /**
   * The request was sent, wholly or in part, and it is not known what the server did.
   *
   * @param why what came instead of an answer
   * @param retryAfterMillis how long the server asks to be left alone, 1 s to 15 min; null if it
   *     did not say
   * @param turnedAway whether a whole answer said no, though not in OAuth's words (a 4xx with a
   *     gateway's page), or named a failure of the server without a 5xx, or an end of the login
   *     with one: the next attempt will most likely be told the same
   */
  record InDoubt(String why, @Nullable Long retryAfterMillis, boolean turnedAway)
      implements SpendOutcome {
    /** No answer, or one that says that the server failed. */
    public InDoubt(String why, @Nullable Long retryAfterMillis) {
      this(why, retryAfterMillis, false);
    }

    /** Nobody said how long to wait. */
    public InDoubt(String why) {
      this(why, null);
    }
  }
}
