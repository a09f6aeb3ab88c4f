package dev.pawl.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A place for secrets that an application brings along, such as a secret manager of its platform.
 * The manager keeps each login in an entry of it, and in the state directory a record without any
 * secret. {@code TokenManager.Builder.store} takes one.
 *
 * <p>What a store promises is tested by {@code dev.pawl.spi.contract.CredentialStoreContract}, a
 * jar of its own. Every call is made by one process at a time for one entry, since it holds the
 * login's lock; whoever merely looks may call {@link Entry#read} at any time. Implementations are
 * thread-safe.
 */
public interface CredentialStore {

  /**
   * The word for settings, records and reports: a lower-case letter, then at most 31 lower-case
   * letters, digits and hyphens; the same for the life of every login that lies there.
   */
  String kind();

  /**
   * The entry for a login; touches nothing.
   *
   * @param directory fingerprint of the state directory, so that two directories never share one
   * @param profile name of the profile: letters, digits and {@code . _ @ -}
   */
  Entry entry(String directory, String profile);

  /**
   * The entry of one login, made of named parts. A part holds one line of printable ASCII and is
   * replaced in one step or not at all. A call should end within two seconds: a refresh waits for
   * it.
   */
  interface Entry {
    /** Which entry it is, for people; no secret. */
    String place();

    /** How many characters a part may have at most; at least 1,024. */
    int limit();

    /**
     * What a part holds; null if there is no such part.
     *
     * @throws IOException if that cannot be told: never for an absent part, and no part is ever
     *     reported as absent because the place could not be asked. Its message says what to do and
     *     holds no secret. The login counts as present and unreadable: callers get TRY_LATER or
     *     FIX_CONFIGURATION, never another login
     */
    @Nullable String read(String part) throws IOException;

    /**
     * Makes {@code text} what a part holds, for good when this returns.
     *
     * @throws IOException if it may not have been stored. A refreshed login is then kept in memory
     *     and written again until that succeeds
     * @throws IllegalArgumentException if the text is longer than {@link #limit}: nothing was
     *     stored
     */
    void write(String part, String text) throws IOException;

    /**
     * Removes a part if it is there.
     *
     * @throws IOException if it may still be there
     */
    void delete(String part) throws IOException;
  }
}
