package dev.pawl.simulator.scenario;

import dev.pawl.simulator.core.ProtectedApi;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.operation.Service;
import dev.pawl.simulator.cut.Cuts;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What a scenario can lay hands on.
 *
 * @param world clock, faults and timeline
 * @param server the authorization server
 * @param api the protected API
 * @param outage sets a service's outage by name; throws IllegalArgumentException for an unknown one
 * @param cuts the cut ports, if there are any
 */
public record Controls(
    World world,
    SimulatedServer server,
    ProtectedApi api,
    BiConsumer<Service, String> outage,
    Supplier<Optional<Cuts>> cuts) {}
