package dev.pawl.simulator.admin;

import dev.pawl.simulator.cloud.Environment;
import dev.pawl.simulator.cloud.aws.Aws;
import dev.pawl.simulator.core.ProtectedApi;
import dev.pawl.simulator.core.SimulatedServer;
import dev.pawl.simulator.core.World;
import dev.pawl.simulator.core.operation.Service;
import dev.pawl.simulator.cut.Cuts;
import dev.pawl.simulator.process.WatchedLock;
import dev.pawl.simulator.scenario.Scenario;
import dev.pawl.simulator.scenario.ScenarioRun;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the admin API steers.
 *
 * @param world clock, ledger and faults
 * @param server the authorization server
 * @param api the protected API
 * @param outage sets a service's outage by name; throws IllegalArgumentException for an unknown one
 * @param cuts the cut ports, if there are any
 * @param play plays the timeline of a scenario from now on
 * @param played the scenario that is being played, or was
 * @param aws the services of AWS; throws IllegalStateException if there are no clouds
 * @param environment begins logins at all clouds, and returns what a process with that home
 *     directory needs; throws IllegalStateException if there are no clouds
 * @param lock the file that clients lock, if one is watched
 * @param reset has everything be as it was at the start
 */
public record Subject(
    World world,
    SimulatedServer server,
    ProtectedApi api,
    BiConsumer<Service, String> outage,
    Supplier<Optional<Cuts>> cuts,
    Function<Scenario, ScenarioRun> play,
    Supplier<Optional<ScenarioRun>> played,
    Supplier<Aws> aws,
    Function<Path, Environment> environment,
    WatchedLock lock,
    Runnable reset) {}
