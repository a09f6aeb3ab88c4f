package dev.pawl;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A refresh token was spent; how long that took and what came of it. */
@Name("dev.pawl.Refresh")
@Label("Refresh")
@Category("Pawl")
@Description("A refresh token was sent to the token endpoint")
@StackTrace(false)
final class RefreshEvent extends Event {
  @Label("Profile")
  String profile = "";

  @Label("Generation")
  long generation;

  @Label("Outcome")
  String outcome = "";

  static @Nullable RefreshEvent begun(String profile, long generation) {
    if (!FlightRecorder.isInitialized()) {
      return null;
    }
    RefreshEvent event = new RefreshEvent();
    event.profile = profile;
    event.generation = generation;
    event.begin();
    return event;
  }

  static void ended(@Nullable RefreshEvent event, String outcome) {
    if (event != null) {
      event.outcome = outcome;
      event.commit();
    }
  }
}
