package dev.pawl.simulator.admin;

import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.cut.Cut;
import dev.pawl.simulator.cut.CutRule;
import dev.pawl.simulator.cut.Cuts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The cut ports, as the admin API shows and changes them. Thread-safe. */
final class AdminCuts {
  private final Supplier<Optional<Cuts>> cuts;

  AdminCuts(Supplier<Optional<Cuts>> cuts) {
    this.cuts = cuts;
  }

  /** Shows addresses and rules; nothing where there are no cut ports. */
  Reply show() {
    List<Map<String, Object>> all =
        cuts.get()
            .map(both -> List.of(members("issuer", both.issuer()), members("api", both.api())))
            .orElse(List.of());
    return Reply.json(200, Map.of("cuts", all));
  }

  Reply add(Request request) {
    AdminRequest order = AdminRequest.ofBody(request, "cut", "before");
    String text = order.required("cut");
    String before = order.text("before").orElse("issuer");
    Cuts both = open();
    switch (before) {
      case "issuer" -> both.issuer().add(text);
      case "api" -> both.api().add(text);
      default -> throw new IllegalArgumentException("'before' is issuer or api");
    }
    return show();
  }

  Reply clear() {
    Cuts both = open();
    both.issuer().clear();
    both.api().clear();
    return show();
  }

  /** Lets all go on that hang, and returns how many they were. */
  int release() {
    return cuts.get().map(both -> both.issuer().release() + both.api().release()).orElse(0);
  }

  private Cuts open() {
    return cuts.get()
        .orElseThrow(
            () ->
                new IllegalArgumentException("no cut port was opened when the simulator started"));
  }

  private static Map<String, Object> members(String before, Cut cut) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("before", before);
    members.put("address", cut.address().toString());
    members.put("target", cut.target().toString());
    members.put("cuts", cut.pending().stream().map(CutRule::toString).toList());
    members.put("connections", cut.connections());
    members.put("held", cut.held());
    return members;
  }
}
