package dev.pawl.simulator.admin;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.scenario.Scenario;
import dev.pawl.simulator.scenario.ScenarioRun;
import java.util.LinkedHashMap;
import java.util.Map;

/** The scenario, as the admin API shows it and plays another. Thread-safe. */
final class AdminScenario {
  private final Subject subject;

  AdminScenario(Subject subject) {
    this.subject = subject;
  }

  Reply show() {
    return Reply.json(
        200, subject.played().get().map(AdminScenario::members).orElse(new LinkedHashMap<>()));
  }

  private static Map<String, Object> members(ScenarioRun run) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", run.scenario().name());
    members.put("description", run.scenario().description());
    members.put("over", run.isOver());
    members.put("problems", run.problems());
    return members;
  }

  /** Plays the scenario that the body is. */
  Reply play(Request request) {
    Scenario scenario = Scenario.parse(request.body(), "scenario");
    if (scenario.describesServer()) {
      throw new IllegalArgumentException(
          "'server' is for the start; while the simulator runs, a step at +0s has the same words");
    }
    return Reply.json(200, members(subject.play().apply(scenario)));
  }
}
