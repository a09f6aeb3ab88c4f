package dev.pawl.policy;

import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.client.ClientRefusal;
import dev.pawl.token.TokenException;

/** What is said where the settings or the server refuse a login. */
public final class RefusalText {
  private static final String REMEDY = "; correct the settings or log in again";

  /* Keycloak's name for a wrong secret too. */
  private static final String UNAUTHORIZED = "unauthorized_client";

  /** What to do where a server does not believe the client. */
  public static final String CLIENT_REMEDY =
      "; check the client id and, if it has one, its secret, key or certificate: clientSecret, clientKey"
          + " or clientCertificate in the settings, or the option --client-secret, --client-key or"
          + " --client-certificate of a login";

  private RefusalText() {}

  /** That the settings contradict the login, as {@code why} says. */
  public static TokenException contradicted(String why) {
    return TokenException.fixConfiguration(why + "; correct it or log in again", null);
  }

  /** What stands in the journal as a refusal: an OAuth error, or a sentence with its remedy. */
  public static TokenException refused(String refusal) {
    return TokenException.fixConfiguration(
        hasRemedy(refusal) ? refusal : clientRefused(refusal, "") + remedy(refusal), null);
  }

  /** Whether {@code refusal} says what to do. */
  private static boolean hasRemedy(String refusal) {
    return refusal.contains("; ");
  }

  /** That the server refused the client, and what to do. */
  public static String correct(SpendOutcome.Misconfigured refused) {
    return clientRefused(refused) + (refused.unauthenticated() ? CLIENT_REMEDY : REMEDY);
  }

  /** What to do about a client that is not believed; empty if something else was refused. */
  public static String hint(SpendOutcome.Misconfigured refused) {
    return refused.unauthenticated() ? CLIENT_REMEDY : "";
  }

  /* The journal keeps the name alone. */
  private static String remedy(String error) {
    return isOfClient(error) ? CLIENT_REMEDY : REMEDY;
  }

  /** Whether {@code error} may mean that the server does not believe the client. */
  public static boolean isOfClient(String error) {
    return error.equals(UNAUTHORIZED) || ClientRefusal.isMeantBy(error);
  }

  /** That the server refused the client. */
  public static String clientRefused(SpendOutcome.Misconfigured refused) {
    return clientRefused(refused.error(), refused.description());
  }

  private static String clientRefused(String error, String description) {
    return "the token endpoint refused this client (" + error + said(description) + ")";
  }

  /** That the server refused the refresh token. */
  public static String tokenRefused(SpendOutcome.Dead dead) {
    return "the server refused the refresh token (" + dead.error() + said(dead.description()) + ")";
  }

  /** That the server refused what was asked for, and what to do. */
  public static String requestRefused(SpendOutcome.Dead dead) {
    return "the server refuses this access token ("
        + dead.error()
        + said(dead.description())
        + "); ask for another audience, resource or scope, or log in with what it needs";
  }

  /** That the server does not take the proof of possession, or wants one, and what to do. */
  public static String unproven(SpendOutcome.Unproven refused) {
    return "the token endpoint does not take the proof of the key that the login is bound to (DPoP): "
        + refused.error()
        + said(refused.description())
        + "; check this machine's clock, or log in again, with --dpop if the login has no key";
  }

  /** That what is set up leads nowhere, and what to do. */
  public static String misdirected(SpendOutcome.Misdirected misdirected) {
    return misdirected.why() + "; " + misdirected.remedy();
  }

  /** That nobody knows what the server did. */
  public static String unanswered(SpendOutcome.InDoubt doubt) {
    return "the token endpoint gave no whole answer: " + doubt.why();
  }

  /** Why the token endpoint did not take the request. */
  public static String notTaken(SpendOutcome outcome) {
    if (outcome instanceof SpendOutcome.NotSent unsent) {
      return "the token endpoint could not be reached: " + unsent.cause();
    }
    if (outcome instanceof SpendOutcome.NotProcessed busy) {
      return "the token endpoint turned the request away: " + busy.why();
    }
    return outcome instanceof SpendOutcome.Retryable retryable
        ? "the token endpoint asks to try later: " + retryable.error()
        : "the token endpoint failed";
  }

  /* What the server says besides. */
  private static String said(String description) {
    return description.isEmpty() ? "" : ": " + description;
  }
}
