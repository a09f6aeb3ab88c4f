package dev.pawl.drills.client;

import dev.pawl.drills.stage.WinClass;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.Ledger;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the ledger holds against a client. Immutable.
 *
 * @param seen everything that the server saw
 * @param callers who of the copies asked
 * @param losesAnswers whether the drill destroyed answers: such a token may be presented again
 * @param promise what can be reached
 */
record Judgement(Entries seen, Callers callers, boolean losesAnswers, WinClass promise) {
  private static final Set<Outcome> REFUSED =
      Set.of(Outcome.INVALID_GRANT, Outcome.REUSE_FAMILY_REVOKED, Outcome.REUSE_REJECTED);

  /** Returns it in words for a stranger; none if nothing is held against the client. */
  List<String> violations() {
    List<String> violations = new ArrayList<>(reuses());
    if (seen.forgotten() > 0) {
      violations.add(
          "nothing can be judged: there were more requests than the server remembers ("
              + Ledger.CAPACITY
              + "); let your client pause between its calls");
    }
    List<LedgerEntry> refused =
        seen.spends().where(entry -> REFUSED.contains(entry.outcome())).list();
    if (refused.size() > callers.copies()) {
      violations.add(
          String.format(
              Locale.ROOT,
              "your client presented refresh tokens %d times that the server had refused or would"
                  + " refuse (invalid_grant is final): each of %d copies may try once, then it asks"
                  + " for a login",
              refused.size(),
              callers.copies()));
    }
    return violations;
  }

  /** Returns how many families died. */
  int revocations() {
    return (int) seen.revocations().list().stream().map(LedgerEntry::family).distinct().count();
  }

  private List<String> reuses() {
    Map<String, LedgerEntry> firsts = new LinkedHashMap<>();
    for (LedgerEntry entry : seen.spends().list()) {
      if (entry.outcome().isReuse() && !isExcused(entry)) {
        firsts.putIfAbsent(entry.presented(), entry);
      }
    }
    return firsts.values().stream().map(this::reuse).toList();
  }

  /* Who was told nothing may ask again; so may, where that costs the login anyway, the others. */
  private boolean isExcused(LedgerEntry reuse) {
    if (!losesAnswers) {
      return false;
    }
    List<LedgerEntry> earlier =
        presentations(reuse.presented()).stream()
            .filter(entry -> entry.sequence() < reuse.sequence())
            .toList();
    return promise == WinClass.LOGIN_ONCE
        ? earlier.stream().anyMatch(Judgement::wasLost)
        : !earlier.isEmpty() && wasLost(earlier.get(earlier.size() - 1));
  }

  private static boolean wasLost(LedgerEntry spend) {
    return !spend.fault().isEmpty();
  }

  private List<LedgerEntry> presentations(String label) {
    return seen.spends()
        .where(entry -> entry.presented().equals(label))
        .where(entry -> entry.outcome() != Outcome.FAULT_BEFORE_COMMIT)
        .list();
  }

  private String reuse(LedgerEntry first) {
    List<LedgerEntry> all = presentations(first.presented());
    Set<String> who =
        all.stream().map(callers::name).collect(Collectors.toCollection(TreeSet::new));
    return String.format(
        Locale.ROOT,
        "your client spent %s %d times: %s; %s",
        first.presented(),
        all.size(),
        String.join(", ", who),
        consequence(all));
  }

  private static String consequence(List<LedgerEntry> presentations) {
    Set<Outcome> outcomes =
        presentations.stream().map(LedgerEntry::outcome).collect(Collectors.toSet());
    if (outcomes.contains(Outcome.REUSE_FAMILY_REVOKED)) {
      return "the server took it for theft and logged everybody out";
    }
    return outcomes.contains(Outcome.REPLAYED_IN_GRACE)
        ? "this server let it pass, a strict one logs everybody out"
        : "this server refused it, a strict one logs everybody out";
  }
}
