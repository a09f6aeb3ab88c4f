package dev.pawl.drills.client;

import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.operation.Caller;
import java.util.function.LongToIntFunction;

/**
 * Who of the copies asked: by the process, else by the number that it gave itself in {@code
 * X-Pawl-Client}.
 *
 * @param byProcess returns the number of the copy that a process is; 0 if it is none
 * @param copies how many there are
 */
record Callers(LongToIntFunction byProcess, int copies) {

  /** Returns the number of the copy; 0 if nobody can tell. */
  int copy(LedgerEntry entry) {
    int seen = byProcess.applyAsInt(entry.caller().pid());
    if (seen > 0) {
      return seen;
    }
    String label = entry.caller().process();
    int said = label.matches("[0-9]{1,4}") ? Integer.parseInt(label) : 0;
    return said <= copies ? said : 0;
  }

  /** Returns who it was, for people. */
  String name(LedgerEntry entry) {
    Caller caller = entry.caller();
    int copy = copy(entry);
    String process = caller.pid() == 0 ? caller.process() : "process " + caller.pid();
    return copy == 0 ? process : "copy " + copy + (caller.pid() == 0 ? "" : " (" + process + ")");
  }
}
