package dev.pawl.store;

import dev.pawl.file.FileIdentity;
import dev.pawl.file.MemoryFile;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the grant of one profile is kept for good: what it holds is the truth, whatever a cache
 * says. A change is on the disk, or wherever else it is to last, when the method returns.
 *
 * <p>{@link #read}, {@link #readGrant} and {@link #readWithoutSecrets} may be called at any time,
 * by any thread; everything else, {@link #known} and {@link #keepsOffDisk} included, only by the
 * one thread that holds the profile's refresh lock. A store that cannot be used now (a full disk, a
 * locked keyring) is an {@link IOException} whose message names what it is and the remedy: never an
 * empty answer, never another place, never a secret.
 */
public interface GrantStore {

  /** The word for reports and settings: {@code file}, {@code keychain}. */
  String kind() throws IOException;

  /** Where the grant lies, for people. */
  String place() throws IOException;

  /**
   * Which file stood for this grant at the last {@link #recover}, or after this object's own change
   * since. Every store keeps such a file in the state directory and changes it with each change of
   * the grant, so that a process need look no further to know that nothing has changed.
   */
  FileIdentity known();

  /** The grant and whether Pawl wrote it; null if there is none. */
  @Nullable StoredGrant read() throws IOException;

  /** The grant as it stands; null if there is none. */
  default @Nullable Grant readGrant() throws IOException {
    StoredGrant stored = read();
    return stored == null ? null : stored.grant();
  }

  /**
   * The grant as far as it is known without touching a secret: its tokens may be missing. For
   * reports; null if there is none.
   */
  @Nullable Grant readWithoutSecrets() throws IOException;

  /**
   * Tells where in memory a successor may lie that could not be saved, before {@link #recover}.
   *
   * @param last where the journal says; null if it says nothing
   */
  default void parkedAt(@Nullable MemoryFile last) {}

  /** Where in memory what cannot be saved is kept, since {@link #prepare}; null if nowhere. */
  default @Nullable MemoryFile parking() {
    return null;
  }

  /** Whether what {@link #save} could not save lies there whole. */
  default boolean isParked() {
    return false;
  }

  /**
   * The grant, after finishing what a crash interrupted and repairing what others broke.
   *
   * @param floor the newest generation known from elsewhere
   * @param spent which refresh tokens must not come back
   */
  Recovered recover(long floor, Predicate<Fingerprint> spent) throws IOException;

  /**
   * Proves that a successor can be saved, before anything is spent.
   *
   * @throws IOException naming what is in the way and the remedy; nothing was changed
   */
  void prepare() throws IOException;

  /**
   * Proves that a login can be stored where the settings want it, which may be another place.
   *
   * @throws IOException naming what is in the way and the remedy; nothing was changed
   */
  default void prepareLogin() throws IOException {
    prepare();
  }

  /**
   * The refresh lock is held: what the store and the journal say from now on is what stands there
   * at this moment, and what a dead process of this host left is settled. Called before either is
   * read.
   */
  default void hold() throws IOException {}

  /**
   * Whether what was recovered still stands, once it is this process's turn to spend: waits while
   * another host does.
   *
   * @param isClosed whether nobody waits any more
   * @return false if it is to be recovered again
   */
  default boolean awaitTurn(BooleanSupplier isClosed) throws IOException {
    return true;
  }

  /** For how long a spend in doubt must not be repeated yet, milliseconds; 0 if it may be. */
  default long untouchedMillis() throws IOException {
    return 0;
  }

  /**
   * The connection to the token endpoint stands, and the first byte is about to be written.
   *
   * @throws IOException if it must not be: the spend is not this process's any more
   */
  default void lastLook() throws IOException {}

  /**
   * The provider's clock was just found to be {@code millis} ahead of this host's; null if untold.
   */
  default void providerAhead(@Nullable Long millis) throws IOException {}

  /**
   * Whether {@code successor}, which {@link #save} did not take, belongs to a login that has ended
   * or was replaced, so that it is to be revoked.
   *
   * @param present what is stored now; null if nothing
   */
  default boolean isUnwanted(Grant successor, @Nullable Grant present) {
    return present == null || present.isTombstone();
  }

  /**
   * Saves {@code successor} if the stored grant is still {@code parent}, generation and refresh
   * token. May be repeated after a failure.
   *
   * @return false if the store has moved on: then nothing was changed
   */
  boolean save(Grant successor, Grant parent) throws IOException;

  /**
   * Whether {@link #replace} would replace what it is to replace: what is stored is still {@code
   * present}, by generation and refresh token, or {@code grant} already. What cannot be understood
   * cannot be newer.
   */
  boolean isReplaceable(Grant grant, @Nullable Grant present) throws IOException;

  /** Saves {@code grant} over whatever is there: a login or a logout. */
  void replace(Grant grant, @Nullable Grant present) throws IOException;

  /** Keeps {@code grant} as the last good copy, if the store has one; a failure costs nothing. */
  void keepCopy(Grant grant);

  /** Removes the successor that was being saved, and any copy if {@code everything}. */
  void clean(boolean everything) throws IOException;

  /** Whether its secrets must not be written to a disk, not even for a cache. */
  boolean keepsOffDisk();

  /**
   * What stands in the store.
   *
   * @param grant the grant
   * @param sealed false if another tool wrote its tokens: they have no generation of their own yet
   */
  record StoredGrant(Grant grant, boolean sealed) {}

  /**
   * What {@link #recover} found.
   *
   * @param grant the grant that counts now; null if there is none
   * @param orphan a successor that was never saved and whose parent is gone; null if none
   * @param note what was recovered or adopted, for people; null if nothing
   */
  record Recovered(@Nullable Grant grant, @Nullable Grant orphan, @Nullable String note) {}
}
