package dev.pawl.benchmarks.provider;

import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.operation.Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The provider's process: two simulators, one that takes its time over each token request and one
 * that does not. Orders come as lines of JSON, and so go the answers.
 */
public final class ProviderMain {
  private final Simulator slow;
  private final Simulator quick;

  private ProviderMain(Duration processing) {
    this.slow = Simulator.builder().processingTime(processing).seed(1).start();
    this.quick = Simulator.builder().seed(2).start();
  }

  /**
   * Serves until its input ends; the one argument is the processing time in milliseconds.
   *
   * @throws IOException if its input breaks
   */
  public static void main(String[] args) throws IOException {
    ProviderMain provider = new ProviderMain(Duration.ofMillis(Long.parseLong(args[0])));
    PrintStream out = System.out;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(Json.write(provider.answer(Fields.read(line.getBytes(StandardCharsets.UTF_8)))));
      out.flush();
    }
    Runtime.getRuntime().halt(0);
  }

  private Map<String, Object> answer(Fields order) throws IOException {
    return switch (order.text("do")) {
      case "grants" -> grants(order.integer("count", 1), simulator(order.text("pace")));
      case "spends" -> Map.of("spends", spends(order.text("family")));
      case "spent" -> Map.of("spent", spentAt(order.text("family")));
      case "order" -> Map.of("problem", new LedgerOrder(slow.ledger()).problem());
      case "advance" -> {
        slow.clock().advance(Duration.ofMillis(order.integer("millis", 0)));
        yield Map.of();
      }
      default -> throw new IOException("no order " + order.text("do"));
    };
  }

  /* Of the login or of the program beside it: nobody measures both at a time. */
  private int spends(String family) {
    Entries asked = slow.ledger().entries().of(Operation.CLIENT_CREDENTIALS);
    int mints = asked.where(entry -> entry.caller().client().equals("program-" + family)).count();
    return slow.ledger().spends(family).list().size() + mints;
  }

  private long spentAt(String family) {
    List<LedgerEntry> spends = slow.ledger().spends(family).list();
    return spends.isEmpty() ? 0 : spends.get(spends.size() - 1).nanos();
  }

  private Simulator simulator(String pace) {
    return pace.equals("quick") ? quick : slow;
  }

  private static Map<String, Object> grants(long count, Simulator simulator) {
    List<Map<String, Object>> grants = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      IssuedGrant issued = simulator.newFamily("bench");
      Map<String, Object> grant = new LinkedHashMap<>();
      grant.put("issuer", simulator.issuer().toString());
      grant.put("endpoint", simulator.tokenEndpoint().toString());
      grant.put("client", simulator.clientId());
      grant.put("family", issued.family());
      grant.put("access", issued.accessToken());
      grant.put("refresh", issued.refreshToken());
      grants.add(grant);
      String program = "program-" + issued.family();
      simulator.clients().put(RegisteredClient.confidential(program, "the-secret-of-" + program));
    }
    return Map.of("grants", grants);
  }
}
