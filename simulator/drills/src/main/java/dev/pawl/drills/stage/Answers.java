package dev.pawl.drills.stage;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The answers of a storm.
 *
 * @param list those that came
 * @param missing how many never came
 * @param started when the storm began, on the machine's monotonic clock
 */
public record Answers(List<RequestOutcome> list, int missing, long started) {
  /** Copies the list. */
  public Answers {
    list = List.copyOf(list);
  }

  /** Returns the answers that fulfil a condition. */
  public Answers where(Predicate<RequestOutcome> condition) {
    return new Answers(list.stream().filter(condition).toList(), 0, started);
  }

  /** Returns the answers that brought a token or an accepted call. */
  public Answers served() {
    return where(RequestOutcome::isServed);
  }

  /** Returns the refusals with a reason. */
  public Answers refused(String reason) {
    return where(answer -> answer.reason().equals(reason));
  }

  /** Returns how many answers these are. */
  public int count() {
    return list.size();
  }

  /** Tells whether every request was answered with a token or an accepted call. */
  public boolean areAllServed() {
    return missing == 0 && list.stream().allMatch(RequestOutcome::isServed);
  }

  /** Returns the generations of the tokens. */
  public Set<Long> generations() {
    return list.stream()
        .filter(RequestOutcome::isServed)
        .map(RequestOutcome::generation)
        .collect(Collectors.toSet());
  }

  /** Returns when the last request was served, counted from the start; 0 if none was. */
  public long lastServedMillis() {
    return list.stream()
        .filter(RequestOutcome::isServed)
        .mapToLong(answer -> (answer.endNanos() - started) / 1_000_000)
        .max()
        .orElse(0);
  }

  /** Returns the time within which 99 of 100 requests were answered. */
  public long p99Millis() {
    long[] sorted = list.stream().mapToLong(RequestOutcome::micros).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(sorted.length * 99 - 1) / 100] / 1000;
  }

  @Override
  public String toString() {
    Map<String, Long> kinds = new TreeMap<>();
    list.forEach(
        answer ->
            kinds.merge(
                answer.isServed()
                    ? "served generation " + answer.generation()
                    : answer.reason() + " (" + answer.message() + ")",
                1L,
                Long::sum));
    return kinds + (missing == 0 ? "" : ", " + missing + " never answered");
  }
}
