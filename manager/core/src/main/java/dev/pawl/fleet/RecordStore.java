package dev.pawl.fleet;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of a fleet lie, one a profile: a linearizable store that many hosts reach. It
 * has no lock, no lease and no clock, since the protocol needs none (docs/fleet.md). What an engine
 * promises is tested by {@code dev.pawl.fleet.contract.RecordStoreContract}.
 *
 * <p>An engine never repeats a write by itself, and never reads what may be stale: no replica, no
 * cache, no snapshot. Thread-safe. Every call ends within the time that {@link
 * StoreAddress#timeout} gives; an interrupt may end it sooner, and tells nothing of a write.
 */
public interface RecordStore extends AutoCloseable {

  /**
   * The record of {@code profile} as it is now: what this returns is at least as new as every write
   * that had ended before the call began (a linearizable read).
   *
   * @return null if no record was ever written
   * @throws IOException if the store could not be asked; its message names the store, says what to
   *     do and holds no secret
   */
  @Nullable VersionedRecord read(String profile) throws IOException;

  /**
   * Writes {@code next} if the record still has {@code version}, in one atomic step. The version of
   * what is written is greater than {@code version}, and comes with the outcome.
   *
   * @param version that was read; 0 for a record that must not exist yet
   * @throws IOException if it is unknown whether the write was applied, or will still be
   * @throws StoreRefusedException if the store refused it and nothing will be written
   */
  Written compareAndSet(String profile, long version, RecordUpdate next) throws IOException;

  /**
   * Names the profiles that have records, in no order, for people and for moves; not needed by the
   * protocol.
   */
  Iterable<String> profiles() throws IOException;

  /**
   * Tells {@code changed} the name of each profile soon after its record was written by anybody,
   * from a thread of the engine's own, until what is returned is closed. It is a hint: names may be
   * told twice, late or not at all (a connection that broke), and callers poll besides. A call must
   * not block that thread for long.
   */
  Watch watch(Consumer<String> changed);

  /** Which store it is, for people: its address without any secret. */
  String place();

  /**
   * What is known of the store now, for people: its version, roles, latency in milliseconds, and
   * whatever a rule of the engine found amiss. Never throws.
   */
  StoreReport report();

  @Override
  void close();

  /** Ends a {@link #watch}. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
