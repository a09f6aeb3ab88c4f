package dev.pawl.policy;

import dev.pawl.token.TokenException;

/** What is said where the settings or the server refuse a login. */
public final class RefusalText {
  private RefusalText() {}

  /** That the settings contradict the login, as {@code why} says. */
  public static TokenException contradicted(String why) {
    return TokenException.fixConfiguration(why + "; correct it or log in again", null);
  }

  /** What stands in the journal as a refusal: an OAuth error, or a sentence with its remedy. */
  public static TokenException refused(String refusal) {
    return TokenException.fixConfiguration(
        hasRemedy(refusal) ? refusal : clientRefused(refusal, ""), null);
  }

  /** Whether {@code refusal} says what to do. */
  private static boolean hasRemedy(String refusal) {
    return refusal.contains("; ");
  }

  /** That the server refused the client with {@code error}, of which it says {@code more}. */
  public static String clientRefused(String error, String more) {
    return "the token endpoint refused this client ("
        + error
        + more
        + "); correct the settings or log in again";
  }
}
