package dev.pawl.drills.stage;

import dev.pawl.simulator.core.fault.Fault;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.operation.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * The faults that a drill is about: each must have struck, or the drill has not happened. Kept
 * apart from what arms them. Not thread-safe.
 */
final class Strikes {
  private final List<Expected> expected = new ArrayList<>();

  /**
   * A fault that is to strike.
   *
   * @param fault with the ordinals of the spends that it strikes
   * @param family whose spends
   * @param position of the ledger when it was armed
   * @param end position of the ledger when it was taken away
   * @param certain whether the drill makes sure that so many spends follow
   */
  private record Expected(Fault fault, String family, long position, long end, boolean certain) {
    Expected until(long position) {
      return new Expected(fault, family, this.position, Math.min(end, position), certain);
    }

    String missed(Entries seen) {
      Entries after =
          seen.after(position)
              .where(entry -> entry.family().equals(family) && entry.sequence() <= end);
      long struck = after.where(entry -> entry.fault().equals(fault.effect())).count();
      if (certain && struck < least()) {
        return "the fault '" + fault + "' struck " + struck + " times: the drill did not happen";
      }
      /* Of two requests at the same time the one that came first may be the second in the ledger. */
      boolean has = certain || struck > 0 || !isPassedBy(after);
      return has ? "" : "the fault '" + fault + "' was passed by";
    }

    private long least() {
      long last = fault.trigger().last();
      return last == Long.MAX_VALUE ? 1 : last - fault.trigger().first() + 1;
    }

    /* Another fault may have come before it. */
    private boolean isPassedBy(Entries after) {
      Entries spends = after.of(Operation.REFRESH);
      int first = (int) fault.trigger().first();
      return spends.count() >= first && spends.list().get(first - 1).fault().isEmpty();
    }
  }

  /** Expects a fault; one that is not certain must strike if so many spends follow. */
  void expect(Fault fault, String family, long position, boolean certain) {
    expected.add(new Expected(fault, family, position, Long.MAX_VALUE, certain));
  }

  /** Notes that the faults so far were taken away at a position of the ledger. */
  void end(long position) {
    expected.replaceAll(one -> one.until(position));
  }

  /** Returns in words which faults did not strike. */
  List<String> missed(Entries seen) {
    return expected.stream().map(one -> one.missed(seen)).filter(text -> !text.isEmpty()).toList();
  }
}
