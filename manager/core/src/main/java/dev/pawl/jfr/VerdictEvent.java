package dev.pawl.jfr;

import dev.pawl.cache.slot.SlotRecord;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
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
  final String profile;

  @Label("Generation")
  final long generation;

  @Label("Verdict")
  final String verdict;

  VerdictEvent(String profile, SlotRecord entry) {
    this.profile = profile;
    this.generation = entry.generation();
    this.verdict = entry.verdict().name();
  }
}
