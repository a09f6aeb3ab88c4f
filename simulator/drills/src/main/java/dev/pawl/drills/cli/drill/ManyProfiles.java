package dev.pawl.drills.cli.drill;

import dev.pawl.drills.gateway.GatewayRun;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code pawl drill many-profiles}: gateways, printed and written like any drill. */
record ManyProfiles(GatewayRun.Size size, Target json) {
  static final String NAME = "many-profiles";

  /** Runs it; returns the exit code. */
  int run(PrintWriter out) throws IOException, InterruptedException {
    Scratch scratch = Scratch.create();
    GatewayRun run = new GatewayRun(size, scratch.home());
    run.run();
    List<String> violations = run.violations();
    out.println((violations.isEmpty() ? "PASS " : "FAIL ") + NAME);
    run.figures().forEach((name, figure) -> out.println("  " + name + " " + figure));
    violations.forEach(violation -> out.println("  broken: " + violation));
    out.flush();
    if (violations.isEmpty()) {
      scratch.delete();
    }
    json.write(StrictJson.write(members(run)) + "\n");
    return violations.isEmpty() ? 0 : 1;
  }

  private Map<String, Object> members(GatewayRun run) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", NAME);
    members.put("seed", size.seed());
    members.put("result", run.violations().isEmpty() ? "PASS" : "FAIL");
    members.putAll(run.figures());
    members.put("violations", run.violations());
    return members;
  }
}
