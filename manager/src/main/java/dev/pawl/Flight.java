package dev.pawl;

import dev.pawl.cache.SlotRecord;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;

/**
 * Events for the flight recorder, if one is running: their classes are not even loaded otherwise,
 * which would cost a cold process more than a refresh.
 */
final class Flight {
  private Flight() {}

  static void cacheMissed(String profile) {
    if (FlightRecorder.isInitialized()) {
      new CacheMissEvent(profile).commit();
    }
  }

  static void published(String profile, SlotRecord entry) {
    if (FlightRecorder.isInitialized()) {
      new VerdictEvent(profile, entry).commit();
    }
  }

  /** Notes a spend; to be told what came of it. */
  static Consumer<String> spending(String profile, long generation) {
    if (FlightRecorder.isInitialized()) {
      return new RefreshEvent(profile, generation)::ended;
    }
    return outcome -> {};
  }

  /** Notes a wait for the lock; to be told whether the lock was got. */
  static Consumer<Boolean> waiting(String profile) {
    if (FlightRecorder.isInitialized()) {
      return new LockWaitEvent(profile)::ended;
    }
    return acquired -> {};
  }
}
