package dev.pawl.jfr;

import dev.pawl.cache.slot.SlotRecord;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;

/**
 * Events for the flight recorder, if one is running: their classes are not even loaded otherwise,
 * which would cost a cold process more than a refresh.
 */
public final class FlightRecords {
  private FlightRecords() {}

  /* A class, since a lambda links itself at its first call, which is in everybody's way. */
  private static final class Unheard<T> implements Consumer<T> {
    @Override
    public void accept(T ending) {}
  }

  /** Loads what is needed while no recorder runs; tells none that does. */
  public static void warmUp() {
    if (!isRecorded()) {
      waiting("none").accept(false);
    }
  }

  private static boolean isRecorded() {
    return FlightRecorder.isInitialized();
  }

  public static void cacheMissed(String profile) {
    if (isRecorded()) {
      new CacheMissEvent(profile).commit();
    }
  }

  public static void published(String profile, SlotRecord entry) {
    if (isRecorded()) {
      new VerdictEvent(profile, entry).commit();
    }
  }

  /** Notes a spend; to be told what came of it. */
  public static Consumer<String> spending(String profile, long generation) {
    if (isRecorded()) {
      return new RefreshEvent(profile, generation)::ended;
    }
    return new Unheard<>();
  }

  /** Notes a wait for the lock; to be told whether the lock was got. */
  public static Consumer<Boolean> waiting(String profile) {
    if (isRecorded()) {
      return new LockWaitEvent(profile)::ended;
    }
    return new Unheard<>();
  }
}
