package dev.pawl.benchmarks.provider;

import dev.pawl.simulator.core.ledger.Ledger;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a ledger is in order: numbered without a gap, never back in time, and each family's
 * refresh tokens spent one after the other. The oldest entries of a long ledger are forgotten.
 *
 * @param ledger to be looked through
 */
record LedgerOrder(Ledger ledger) {
  String problem() {
    Map<String, Long> spent = new HashMap<>();
    List<LedgerEntry> kept = ledger.entries().list();
    long number = kept.isEmpty() ? 0 : kept.get(0).sequence() - 1;
    long time = Long.MIN_VALUE;
    for (LedgerEntry entry : kept) {
      number++;
      if (entry.sequence() != number || entry.nanos() < time) {
        return "entry " + entry.sequence() + " stands in the place of " + number;
      }
      time = entry.nanos();
      String token = entry.presented();
      int at = token.indexOf(".rt");
      if (at >= 0) {
        long present = Long.parseLong(token.substring(at + 3));
        Long last = spent.put(entry.family(), present);
        if (last != null && present != last + 1) {
          return token + " was spent after " + entry.family() + ".rt" + last;
        }
      }
    }
    return "";
  }
}
