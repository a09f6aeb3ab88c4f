package dev.pawl.simulator.admin;

import dev.pawl.simulator.core.Leniency;
import dev.pawl.simulator.core.RefreshEnds;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ServerTerms;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the authorization server goes by, as the admin API shows and changes it. Thread-safe. */
final class AdminTerms {
  private static final int MOST_USES = 1_000_000;

  private final SimulatedServer server;

  AdminTerms(SimulatedServer server) {
    this.server = server;
  }

  Reply show() {
    ServerTerms terms = server.terms();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("policy", terms.policy().name());
    members.put("graceWindow", terms.graceWindow().toString());
    members.put("extraUses", terms.extraUses());
    members.put("accessTtl", terms.accessTtl().toString());
    members.put("refreshIdle", terms.refreshEnds().idle().toString());
    members.put("refreshAbsolute", terms.refreshEnds().absolute().toString());
    members.put("processingTime", terms.processingTime().toString());
    members.put("lenient", terms.lenient().stream().map(Leniency::word).sorted().toList());
    return Reply.json(200, members);
  }

  /** Makes all the changes, or none if one of them is refused. */
  Reply change(Request request) {
    AdminRequest order =
        AdminRequest.ofBody(
            request,
            "policy",
            "graceWindow",
            "extraUses",
            "accessTtl",
            "refreshIdle",
            "refreshAbsolute",
            "processingTime");
    ServerTerms now = server.terms();
    server.terms(
        new ServerTerms(
            order.constant("policy", RotationPolicy.class).orElse(now.policy()),
            order.duration("graceWindow").orElse(now.graceWindow()),
            order.number("extraUses").map(AdminTerms::uses).orElse(now.extraUses()),
            order.duration("accessTtl").orElse(now.accessTtl()),
            new RefreshEnds(
                order.duration("refreshIdle").orElse(now.refreshEnds().idle()),
                order.duration("refreshAbsolute").orElse(now.refreshEnds().absolute())),
            order.duration("processingTime").orElse(now.processingTime()),
            now.lenient()));
    return show();
  }

  private static int uses(long number) {
    if (number > MOST_USES) {
      throw new IllegalArgumentException("'extraUses' is at most " + MOST_USES);
    }
    return (int) number;
  }
}
