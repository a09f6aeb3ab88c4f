package dev.pawl.drills.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts requests and what became of them. Not thread-safe. */
public final class Tally {
  private static final Set<String> HONEST = Set.of("LOG_IN", "TRY_LATER", "FIX_CONFIGURATION");

  private final DrillProvider provider;
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final Map<String, Integer> unexcused = new TreeMap<>();
  private final Map<String, String> examples = new TreeMap<>();
  private final List<String> messages = new ArrayList<>();
  private int missing;
  private int strangers;
  private int prompts;
  private int requests;

  Tally(DrillProvider provider) {
    this.provider = provider;
  }

  /** Counts answers to requests that nothing excuses: the trouble is over. */
  void countServed(Answers answers, String when) {
    for (RequestOutcome answer : answers.list()) {
      if (!answer.isServed()) {
        unexcused.merge(answer.reason() + " " + when, 1, Integer::sum);
        examples.putIfAbsent(
            answer.reason() + " " + when, answer.child() + ": " + answer.message());
      }
    }
    count(answers, answers.list().stream().map(RequestOutcome::reason).collect(Collectors.toSet()));
  }

  /** Counts answers; each refusal is a disappointment unless its reason is among the expected. */
  void count(Answers answers, Set<String> expected) {
    missing += answers.missing();
    requests += answers.count() + answers.missing();
    for (RequestOutcome answer : answers.list()) {
      messages.add(answer.message());
      if (!answer.isServed() && !expected.contains(answer.reason())) {
        refusals.merge(answer.reason(), 1, Integer::sum);
        examples.putIfAbsent(answer.reason(), answer.child() + ": " + answer.message());
      }
      if (!answer.fingerprint().isEmpty()
          && !provider.isOurs(provider.familyOf(answer.fingerprint()))) {
        strangers++;
      }
    }
  }

  /** Counts a login of a person. */
  public void prompted() {
    prompts++;
  }

  /** Returns how many logins of a person were needed. */
  public int prompts() {
    return prompts;
  }

  int requests() {
    return requests;
  }

  List<String> messages() {
    return messages;
  }

  /** Returns how many requests were lost where {@code promise} was given. */
  public int lost(WinClass promise) {
    int lost = missing + strangers + unexcused.values().stream().mapToInt(n -> n).sum();
    for (Map.Entry<String, Integer> refusal : refusals.entrySet()) {
      lost += isPromised(refusal.getKey(), promise) ? 0 : refusal.getValue();
    }
    return lost;
  }

  private static boolean isPromised(String reason, WinClass promise) {
    return switch (promise) {
      case WINNABLE -> false;
      case DEGRADED -> HONEST.contains(reason) && !reason.equals("LOG_IN");
      case LOGIN_ONCE -> HONEST.contains(reason);
    };
  }

  /** Returns the class that was reached, as far as requests and prompts tell. */
  public WinClass reached() {
    if (prompts > 0 || refusals.containsKey("LOG_IN")) {
      return WinClass.LOGIN_ONCE;
    }
    return refusals.isEmpty() && missing == 0 ? WinClass.WINNABLE : WinClass.DEGRADED;
  }

  /** Returns in words what was lost. */
  public List<String> losses(WinClass promise) {
    List<String> losses = new ArrayList<>();
    if (missing > 0) {
      losses.add("I6: " + missing + " requests were never answered");
    }
    if (strangers > 0) {
      losses.add("I6: " + strangers + " requests got a token of another login");
    }
    unexcused.forEach(
        (what, count) ->
            losses.add("I6: " + count + " x " + what + ", first " + examples.get(what)));
    refusals.forEach(
        (reason, count) -> {
          if (!isPromised(reason, promise)) {
            losses.add("I6: " + count + " x " + reason + ", first " + examples.get(reason));
          }
        });
    return losses;
  }
}
