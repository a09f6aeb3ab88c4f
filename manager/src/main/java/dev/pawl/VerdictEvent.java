package dev.pawl;

import dev.pawl.cache.SlotRecord;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A verdict on one generation was published to every process. */
@Name("dev.pawl.Verdict")
@Label("Verdict")
@Category("Pawl")
@Description("The outcome attached to one generation was published")
@StackTrace(false)
final class VerdictEvent extends Event {
  @Label("Profile")
  String profile = "";

  @Label("Generation")
  long generation;

  @Label("Verdict")
  String verdict = "";

  static void emit(String profile, SlotRecord entry) {
    if (!FlightRecorder.isInitialized()) {
      return;
    }
    VerdictEvent event = new VerdictEvent();
    event.profile = profile;
    event.generation = entry.generation();
    event.verdict = entry.verdict().name();
    event.commit();
  }
}
