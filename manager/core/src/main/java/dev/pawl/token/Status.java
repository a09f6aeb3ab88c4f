package dev.pawl.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a profile as this process sees it; asking never refreshes.
 *
 * @param profile whose state it is
 * @param state in one word
 * @param usable whether a token can be had without a person and without the network
 * @param generation of the stored login, or of its last good copy if it is damaged; 0 if there is
 *     none
 * @param expiry when the access token ends; null if there is none
 * @param retryAt when the token endpoint may be asked again; null if at once
 * @param skewMillis server clock minus ours as last seen; for diagnosis only
 * @param cache engine of the shared cache in use
 * @param problem what is wrong with the files that decide, naming file and field; null if nothing
 */
public record Status(
    String profile,
    State state,
    boolean usable,
    long generation,
    @Nullable Instant expiry,
    @Nullable Instant retryAt,
    long skewMillis,
    String cache,
    @Nullable String problem) {

  /** This status with another state, usability and problem, which are known better. */
  public Status but(State known, boolean use, @Nullable String why) {
    return new Status(profile, known, use, generation, expiry, retryAt, skewMillis, cache, why);
  }

  /** States of a profile. */
  public enum State {
    /** All is well. */
    GOOD,
    /** The access token ended; the next caller refreshes. */
    EXPIRED,
    /** A refresh was sent and not answered. */
    IN_DOUBT,
    /** A refresh was answered but could not be stored yet. */
    UNSAVED,
    /** The server wants to be left alone, or cannot be reached. */
    COOLDOWN,
    /** The server refused the configuration. */
    MISCONFIGURED,
    /** The stored login cannot be understood; a last good copy of it is used, if there is one. */
    DAMAGED,
    /** Only a login helps. */
    LOGIN_REQUIRED,
    /** Nobody is logged in. */
    LOGGED_OUT
  }
}
