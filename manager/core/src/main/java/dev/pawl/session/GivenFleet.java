package dev.pawl.session;

import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.Seal;
import dev.pawl.store.fleet.Fleet;
import org.jspecify.annotations.Nullable;

/**
 * A fleet that a program brings along.
 *
 * @param store of its records
 * @param seal of what lies in them
 */
public record GivenFleet(RecordStore store, Seal seal) implements Fleet.Access {
  /** Of both; null unless a program has both. */
  public static @Nullable GivenFleet of(@Nullable RecordStore store, @Nullable Seal seal) {
    return store == null || seal == null ? null : new GivenFleet(store, seal);
  }

  @Override
  public String place() {
    return store.place();
  }
}
