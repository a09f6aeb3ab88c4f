package dev.pawl.simulator.cloud;

import dev.pawl.simulator.core.Decision;
import dev.pawl.simulator.core.Guard;
import dev.pawl.simulator.core.MachineTokens;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Reply;
import dev.pawl.simulator.core.exchange.Request;
import dev.pawl.simulator.core.exchange.Request.Origin;
import dev.pawl.simulator.core.jwt.TokenReader;
import dev.pawl.simulator.core.ledger.Event;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The token endpoint of a vendor: people's grants are those of the simulator, in the vendor's
 * words; what a machine gets by itself is the vendor's own. Thread-safe.
 */
public abstract class VendorTokenEndpoint implements Endpoint {
  /** The authorization server that it belongs to. */
  protected final SimulatedServer server;

  /** What machines get. */
  protected final MachineTokens machines;

  /** What assertions are read with. */
  protected final TokenReader reader;

  private final World world;
  private final Endpoint people;
  private final Guard guard;
  private final List<String> unknown;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * The endpoint of a server.
   *
   * @param unknown parameters that only the vendor has names for
   */
  protected VendorTokenEndpoint(
      World world,
      SimulatedServer server,
      MachineTokens machines,
      TokenReader reader,
      List<String> unknown) {
    this.world = world;
    this.server = server;
    this.people = server.tokenEndpoint();
    this.machines = machines;
    this.reader = reader;
    this.unknown = List.copyOf(unknown);
    this.guard = new Guard(world, server.service());
  }

  @Override
  public final DeliveredReply handle(Request request) {
    Optional<Event> machine = ofAMachine(request);
    if (machine.isPresent()) {
      return guard.serve(lock, machine.get(), known -> redeem(request, known));
    }
    DeliveredReply answer = people.handle(without(request, unknown));
    return answer.with(worded(request, answer.reply()));
  }

  /** Returns what a request of a machine is entered as; empty if it is a person's. */
  protected abstract Optional<Event> ofAMachine(Request request);

  /** Decides about a request of a machine. */
  protected abstract Decision redeem(Request request, Event event);

  /** Returns an answer to a person's request in the words of the vendor. */
  protected abstract Reply worded(Request request, Reply reply);

  /** Returns the time there. */
  protected final Instant now() {
    return world.clock().instant(server.service());
  }

  /** Returns a request without some of its parameters. */
  public static Request without(Request request, List<String> parameters) {
    Map<String, String> form = new LinkedHashMap<>(request.parameters());
    parameters.forEach(form::remove);
    Origin origin = request.method().equals("GET") ? Origin.QUERY : Origin.FORM;
    return request.withOnly(origin, form);
  }
}
