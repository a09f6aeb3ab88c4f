package dev.pawl.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A refresh token was spent; how long that took and what came of it. */
@Name("dev.pawl.Refresh")
@Label("Refresh")
@Category("Pawl")
@Description("A refresh token was sent to the token endpoint")
@StackTrace(false)
final class RefreshEvent extends Event {
  @Label("Profile")
  final String profile;

  @Label("Generation")
  final long generation;

  @Label("Outcome")
  String outcome = "";

  RefreshEvent(String profile, long generation) {
    this.profile = profile;
    this.generation = generation;
    begin();
  }

  void ended(String outcome) {
    this.outcome = outcome;
    commit();
  }
}
