package dev.pawl.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A caller waited for the refresh lock, or for the token of whoever held it. */
@Name("dev.pawl.LockWait")
@Label("Lock Wait")
@Category("Pawl")
@Description("A caller waited for the refresh lock or for the token of its holder")
@StackTrace(false)
final class LockWaitEvent extends Event {
  @Label("Profile")
  final String profile;

  @Label("Lock acquired")
  boolean acquired;

  LockWaitEvent(String profile) {
    this.profile = profile;
    begin();
  }

  void ended(boolean acquired) {
    this.acquired = acquired;
    commit();
  }
}
