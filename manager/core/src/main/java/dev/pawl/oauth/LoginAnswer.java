package dev.pawl.oauth;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one request of a login came to. Every text in it is fit for a terminal and holds nothing of
 * the secret that was presented; no {@code toString} shows a secret.
 */
public sealed interface LoginAnswer {

  /**
   * The first tokens of a login.
   *
   * @param tokens as of any other answer of the token endpoint
   */
  record Granted(SpendOutcome.Granted tokens) implements LoginAnswer {}

  /**
   * Tokens, but not bound to the key of the login (RFC 9449 section 5): of no use to it.
   *
   * @param why what is known of their type
   * @param refresh the refresh token that came along, to be revoked; null if there is none
   */
  record Unbound(String why, @Nullable String refresh) implements LoginAnswer {
    /** Says why, never the token. */
    @Override
    public String toString() {
      return "Unbound[why=" + why + "]";
    }
  }

  /**
   * A login on another device may begin (RFC 8628 section 3.2).
   *
   * @param code what this side presents; secret
   * @param userCode what the person types there
   * @param page where
   * @param wholePage the same with the code in it; null if the server has no such page
   * @param lifetime of both codes
   * @param interval least time between two polls
   */
  record Device(
      String code,
      String userCode,
      URI page,
      @Nullable URI wholePage,
      Duration lifetime,
      Duration interval)
      implements LoginAnswer {
    /** Names the page, never a code. */
    @Override
    public String toString() {
      return "Device[page=" + page + "]";
    }
  }

  /**
   * An authorization request is known to the server (RFC 9126 section 2.2).
   *
   * @param requestUri what stands for it
   */
  record Pushed(String requestUri) implements LoginAnswer {}

  /**
   * An API key.
   *
   * @param value the secret
   */
  record Key(String value) implements LoginAnswer {
    /** Says that there is one, never which. */
    @Override
    public String toString() {
      return "Key[redacted]";
    }
  }

  /**
   * What the server says of the person who logged in.
   *
   * @param members as it says them
   */
  record Claims(Map<String, @Nullable Object> members) implements LoginAnswer {
    /** Nothing of whose they are. */
    @Override
    public String toString() {
      return "Claims";
    }
  }

  /**
   * The keys that the server signs with.
   *
   * @param set a set of JSON Web Keys (RFC 7517 section 5), not looked at yet
   */
  record Keys(String set) implements LoginAnswer {}

  /**
   * The server has understood and says no.
   *
   * @param error what it calls it, such as {@code access_denied}
   * @param description what it says; may be empty
   * @param cause what it is owed to
   */
  record Refused(String error, String description, Cause cause) implements LoginAnswer {
    /** Both, as people read it. */
    @Override
    public String toString() {
      return description.isEmpty() ? error : error + " (" + description + ")";
    }
  }

  /** What a refusal is owed to. */
  enum Cause {
    /** What was presented, or the person's no: another login may succeed. */
    LOGIN,
    /** The client is not who it says; nothing else was looked at. */
    CLIENT,
    /** The proof of possession is wanting or not taken. */
    PROOF,
    /**
     * The proof lacks the nonce that came with the refusal: with that the same may work (RFC 9449).
     */
    NONCE,
    /** What was asked for, or how: other settings help. */
    REQUEST,
    /** The server's load: the same may work later. */
    LOAD
  }

  /**
   * Nothing was sent.
   *
   * @param cause why
   */
  record Unsent(String cause) implements LoginAnswer {}

  /**
   * The request was sent, and it is not known what the server did.
   *
   * @param why what came instead of an answer
   */
  record Unclear(String why) implements LoginAnswer {}
}
