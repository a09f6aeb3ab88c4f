package dev.pawl.simulator.scenario;

import dev.pawl.simulator.core.fault.FaultText;
import dev.pawl.simulator.core.fault.Trigger;
import dev.pawl.simulator.core.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads the steps of a timeline. */
final class TimelineReader {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final Problems problems;

  TimelineReader(Problems problems) {
    this.problems = problems;
  }

  List<Step> steps(List<Value> items) {
    return items.stream().map(this::step).toList();
  }

  private Step step(Value item) {
    Members step = new Members(problems, item, Words.STEP);
    Optional<Duration> at = step.parsed("at", TimelineReader::moment);
    Optional<String> on = step.parsed("on", TimelineReader::trigger);
    List<String> actions = step.present(Words.ACTIONS);
    if (item.kind() == Value.Kind.OBJECT) {
      if (step.present(Words.WHEN).isEmpty()) {
        problems.add(item.place(), "a step needs at, on, or both");
      }
      if (actions.size() != 1) {
        problems.add(
            item.place(),
            "a step needs one action, not "
                + (actions.isEmpty() ? "none" : String.join(" and ", actions))
                + "; allowed are "
                + String.join(", ", Words.ACTIONS));
      }
    }
    Action action =
        actions.stream().findFirst().map(new ActionReader(step)::read).orElse((c, due) -> {});
    return new Step(
        at.orElse(Duration.ZERO),
        on,
        action,
        effect(step, on),
        later(step),
        step.value("outage")
            .filter(value -> value.kind() == Value.Kind.OBJECT)
            .flatMap(value -> length(value))
            .orElse(Duration.ZERO),
        problems.line(item.place(), ""));
  }

  private static Duration later(Members step) {
    Optional<Duration> later = step.parsed(Words.LATER, TimelineReader::forwards);
    step.give(
        Words.LATER,
        later,
        unused -> {
          if (!step.has("on") || step.has("fault")) {
            throw new IllegalArgumentException("'later' goes with on, and not with a fault");
          }
        });
    return later.orElse(Duration.ZERO);
  }

  private Optional<Duration> length(Value outage) {
    return ActionReader.lasting(new Members(new Problems(""), outage, Words.OUTAGE));
  }

  private static Optional<String> effect(Members step, Optional<String> on) {
    Optional<String> effect = step.text("fault");
    step.give(
        "fault",
        effect,
        text -> {
          if (!step.has("on")) {
            throw new IllegalArgumentException("a fault needs on, such as refresh#1");
          }
          FaultText.parse(on.orElse("any") + ": " + text, Instant.EPOCH);
        });
    return effect;
  }

  private static String trigger(String text) {
    Trigger unused = FaultText.trigger(text, Instant.EPOCH, Operation.BUILT_IN);
    return text;
  }

  private static Duration moment(String text) {
    if (!text.startsWith("+")) {
      throw new IllegalArgumentException("at is like +10s, not '" + text + "'");
    }
    return forwards(text.substring(1));
  }

  static Duration forwards(String text) {
    Duration duration = FaultText.duration(text);
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("'" + text + "' is not from 0 to 36500 days");
    }
    return duration;
  }
}
