package dev.pawl.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The shared cache had nothing to tell, so the store was read. */
@Name("dev.pawl.CacheMiss")
@Label("Cache Miss")
@Category("Pawl")
@Description("The shared cache had nothing to tell about a profile, so the store was read")
@StackTrace(false)
final class CacheMissEvent extends Event {
  @Label("Profile")
  final String profile;

  CacheMissEvent(String profile) {
    this.profile = profile;
  }
}
