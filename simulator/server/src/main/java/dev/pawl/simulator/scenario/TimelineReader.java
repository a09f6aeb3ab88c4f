package dev.pawl.simulator.scenario;

import dev.pawl.simulator.core.fault.Fault;
import dev.pawl.simulator.core.fault.FaultText;
import dev.pawl.simulator.core.fault.Trigger;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.core.operation.Service;
import dev.pawl.simulator.scenario.json.Members;
import dev.pawl.simulator.scenario.json.Problems;
import dev.pawl.simulator.scenario.json.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads the steps of a timeline. */
final class TimelineReader {

  private final Problems problems;
  private final List<Service> services = new ArrayList<>(Service.BUILT_IN);
  private final List<Operation> operations = new ArrayList<>(Operation.BUILT_IN);

  /**
   * Creates a reader.
   *
   * @param issuers names of the further issuers, which are services too
   */
  TimelineReader(Problems problems, Collection<String> issuers) {
    this.problems = problems;
    for (String issuer : issuers) {
      services.add(new Service(issuer));
      operations.addAll(Operation.ofIssuer(new Service(issuer)));
    }
  }

  List<Step> steps(List<Value> items) {
    return items.stream().map(this::step).toList();
  }

  private Step step(Value item) {
    Members step = new Members(problems, item, Words.STEP);
    Optional<Duration> at = step.parsed("at", TimelineReader::moment);
    Optional<String> on = step.parsed("on", this::trigger);
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
        actions.stream()
            .findFirst()
            .map(new ActionReader(step, services)::read)
            .orElse((c, due) -> {});
    return new Step(
        at.orElse(Duration.ZERO),
        on,
        action,
        effect(step, on),
        step.has("cut"),
        later(step),
        step.value("outage")
            .filter(value -> value.kind() == Value.Kind.OBJECT)
            .flatMap(value -> length(value))
            .orElse(Duration.ZERO),
        problems.line(item.place(), ""));
  }

  private static Duration later(Members step) {
    Optional<Duration> later = step.parsed(Words.LATER, ActionReader::forwards);
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

  private Optional<String> effect(Members step, Optional<String> on) {
    Optional<String> effect = step.text("fault");
    step.give(
        "fault",
        effect,
        text -> {
          if (!step.has("on")) {
            throw new IllegalArgumentException("a fault needs on, such as refresh#1");
          }
          Fault unused = FaultText.parse(on.orElse("any") + ": " + text, Instant.EPOCH, operations);
        });
    return effect;
  }

  private String trigger(String text) {
    Trigger unused = FaultText.trigger(text, Instant.EPOCH, operations);
    return text;
  }

  private static Duration moment(String text) {
    if (!text.startsWith("+")) {
      throw new IllegalArgumentException("at is like +10s, not '" + text + "'");
    }
    return ActionReader.forwards(text.substring(1));
  }
}
