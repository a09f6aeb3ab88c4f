package dev.pawl.simulator.admin;

import dev.pawl.simulator.core.ProtectedApi;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import java.util.function.Consumer;

/**
 * What the admin API steers.
 *
 * @param world clock, ledger and faults
 * @param server the authorization server
 * @param api the protected API
 * @param outage sets the authorization server's outage by name; throws IllegalArgumentException for
 *     an unknown one
 */
public record Subject(
    World world, SimulatedServer server, ProtectedApi api, Consumer<String> outage) {}
