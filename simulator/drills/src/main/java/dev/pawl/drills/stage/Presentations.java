package dev.pawl.drills.stage;

import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Judges I1: every presentation of a refresh token after the first needs a reason in what its
 * client heard of the one before.
 *
 * @param replay what a spend without an answer may be followed by
 * @param cutOff whether the answer to a presentation was destroyed other than by a fault
 * @param mayBeCutOff whether its spender may have been killed before it heard: either reading will
 *     do
 */
record Presentations(
    String replay, Predicate<LedgerEntry> cutOff, Predicate<LedgerEntry> mayBeCutOff) {

  /** What a client heard of its presentation. */
  private enum Heard {
    /** No whole answer, or one that proves nothing. */
    NOTHING,
    /** That the server has not processed it. */
    TURNED_AWAY,
    /** New tokens. */
    GRANTED,
    /** That the token is no good. */
    REFUSED
  }

  /** Returns in words who presented what again without a reason. */
  List<String> broken(Entries seen) {
    List<String> broken = new ArrayList<>();
    Map<String, List<LedgerEntry>> byToken =
        presentations(seen).stream().collect(Collectors.groupingBy(LedgerEntry::presented));
    byToken.forEach((token, list) -> firstBroken(token, list, broken));
    return broken;
  }

  /* What is held before the commit was presented too; if it is let go, its own entry follows. */
  private static List<LedgerEntry> presentations(Entries seen) {
    return seen.list().stream()
        .filter(entry -> !entry.presented().isEmpty())
        .filter(
            entry ->
                entry.operation().equals(Operation.REFRESH)
                    && (entry.outcome() != Outcome.HELD || !isLetGo(entry, seen)))
        .toList();
  }

  private static boolean isLetGo(LedgerEntry held, Entries seen) {
    return seen.spends().after(held.sequence()).by(held.caller().process()).list().stream()
        .anyMatch(entry -> entry.presented().equals(held.presented()));
  }

  private void firstBroken(String token, List<LedgerEntry> presented, List<String> broken) {
    for (int i = 1; i < presented.size(); i++) {
      if (!isPermitted(presented.subList(0, i), presented.get(i))) {
        broken.add(
            "I1: "
                + token
                + " was presented again ("
                + presented.get(i).outcome()
                + "), though its client had heard "
                + heard(presented.get(i - 1))
                + " and replay is "
                + replay);
        return;
      }
    }
  }

  private boolean isPermitted(List<LedgerEntry> before, LedgerEntry again) {
    boolean isDoubtful = before.stream().anyMatch(entry -> heard(entry) == Heard.NOTHING);
    if (isDoubtful && isNever()) {
      return false;
    }
    LedgerEntry last = before.get(before.size() - 1);
    return (mayBeCutOff.test(last) && !isNever()) || isPermittedAfter(heard(last), again);
  }

  private static boolean isPermittedAfter(Heard heard, LedgerEntry again) {
    return switch (heard) {
      case NOTHING, TURNED_AWAY -> true;
      case GRANTED -> !again.outcome().isReuse(); // the server did not rotate
      case REFUSED -> false;
    };
  }

  private boolean isNever() {
    return replay.equals("never");
  }

  private Heard heard(LedgerEntry entry) {
    String fault = entry.fault().replaceFirst("^[^ ]* ", "");
    if (cutOff.test(entry) || entry.outcome() == Outcome.HELD || isNoAnswer(entry, fault)) {
      return Heard.NOTHING;
    }
    if (isTurnedAway(fault) || entry.outcome() == Outcome.RACE_LOST) {
      return Heard.TURNED_AWAY;
    }
    boolean granted =
        entry.outcome() == Outcome.GRANTED || entry.outcome() == Outcome.REPLAYED_IN_GRACE;
    return granted && !fault.startsWith("error=") ? Heard.GRANTED : Heard.REFUSED;
  }

  /* A 5xx does not prove that nothing was done; 503 with Retry-After says so, for who believes it. */
  private boolean isNoAnswer(LedgerEntry entry, String fault) {
    boolean whole = entry.fault().startsWith("AFTER_RESPONSE");
    boolean cut = fault.matches("hang|empty|reset|truncated|malformed|drip .*|200 .*");
    boolean unproved = fault.matches("5[0-9][0-9].*") && (!isBusy(fault) || isNever());
    return !whole && (cut || unproved);
  }

  private static boolean isTurnedAway(String fault) {
    return isBusy(fault)
        || fault.matches("429.*|403 html")
        || fault.matches("error=(temporarily_unavailable|ratelimited)( dialect=.*)?");
  }

  private static boolean isBusy(String fault) {
    return fault.startsWith("503 retry-after=");
  }
}
