package dev.pawl;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A caller waited for the refresh lock, or for the token of whoever held it. */
@Name("dev.pawl.LockWait")
@Label("Lock Wait")
@Category("Pawl")
@Description("A caller waited for the refresh lock or for the token of its holder")
@StackTrace(false)
final class LockWaitEvent extends Event {
  @Label("Profile")
  String profile = "";

  @Label("Lock acquired")
  boolean acquired;

  static @Nullable LockWaitEvent begun(String profile) {
    if (!FlightRecorder.isInitialized()) {
      return null;
    }
    LockWaitEvent event = new LockWaitEvent();
    event.profile = profile;
    event.begin();
    return event;
  }

  static void ended(@Nullable LockWaitEvent event, boolean acquired) {
    if (event != null) {
      event.acquired = acquired;
      event.commit();
    }
  }
}
