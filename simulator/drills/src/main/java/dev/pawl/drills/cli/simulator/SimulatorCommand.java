package dev.pawl.drills.cli.simulator;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.Leniency;
import dev.pawl.simulator.scenario.Scenario;
import dev.pawl.simulator.scenario.ScenarioException;
import dev.pawl.simulator.scenario.ScenarioRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pawl simulator}: runs the simulator alone until it is told to stop. */
@Command(
    name = "simulator",
    description = "Runs an authorization server and a protected API on loopback ports.",
    mixinStandardHelpOptions = true,
    subcommands = EnvironmentCommand.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:help or version was asked for",
      "1:it could not start; the message says why (mostly: the port is taken)",
      "2:wrong usage",
      "130:stopped by Ctrl-C, everything closed in order",
      "143:stopped by SIGTERM, everything closed in order"
    })
public final class SimulatorCommand implements Callable<Integer> {
  @Mixin private final ConnectionOptions connections = new ConnectionOptions();

  @Mixin private final TokenOptions tokens = new TokenOptions();

  @Mixin private final IssuerPathOptions issuers = new IssuerPathOptions();

  @Option(
      names = "--skew",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "How far the API's clock is ahead, such as 2h or -2h. Default: 0s.")
  private @Nullable Duration skew;

  @Option(
      names = "--processing-time",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "How long the token endpoint takes to answer. Default: 0s.")
  private @Nullable Duration processingTime;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What tokens and chances are made from. Default: random, printed.")
  private @Nullable Long seed;

  @Mixin private final PersonOptions person = new PersonOptions();

  @Option(
      names = "--lenient",
      paramLabel = "NAME",
      converter = LeniencyOption.class,
      completionCandidates = LeniencyOption.class,
      description =
          "Take what an RFC has a server refuse: ${COMPLETION-CANDIDATES}. May be given again.")
  private @Nullable Set<Leniency> lenient;

  @Mixin private final ScenarioOptions scenario = new ScenarioOptions();

  @Option(names = "--json", description = "Print one line of JSON instead of text.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  private static final class LeniencyOption extends WordOption<Leniency> {
    LeniencyOption() {
      super(Leniency.values(), Leniency::word);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (scenario.isSchemaAsked()) {
      out.print(Scenario.schema());
      out.flush();
      return 0;
    }
    Optional<Scenario> played;
    try {
      played = scenario.read();
    } catch (ScenarioException e) {
      e.problems().forEach(spec.commandLine().getErr()::println);
      return 2;
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
    return run(out, played);
  }

  private int run(PrintWriter out, Optional<Scenario> played) throws InterruptedException {
    Simulator.Builder builder = builder(played);
    Simulator simulator;
    try {
      simulator = builder.start();
    } catch (RuntimeException e) {
      spec.commandLine().getErr().println("pawl simulator: " + why(e));
      return 1;
    }
    connections
        .warning()
        .ifPresent(text -> spec.commandLine().getErr().println("pawl simulator: warning: " + text));
    connections.cut(simulator);
    Optional<AuthorityFile> authority;
    try {
      authority = connections.authority(simulator);
    } catch (IOException e) {
      simulator.close();
      spec.commandLine().getErr().println("pawl simulator: cannot write the certificate: " + e);
      return 1;
    }
    Thread stop = new Thread(() -> stop(simulator, authority), "pawl-simulator-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    Welcome welcome = new Welcome(simulator, simulator.newFamily("alice"), connections, authority);
    Optional<ScenarioRun> unused = played.map(simulator::play);
    out.println(json ? welcome.json() : welcome.text());
    out.flush();
    new CountDownLatch(1).await();
    return 0;
  }

  private static void stop(Simulator simulator, Optional<AuthorityFile> authority) {
    simulator.close();
    authority.ifPresent(AuthorityFile::close);
  }

  private String why(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return "port " + connections.port() + " is taken; name another with --port, or none";
      }
    }
    return "cannot start: " + e.getMessage();
  }

  private Simulator.Builder builder(Optional<Scenario> played) {
    try {
      Simulator.Builder builder = Simulator.builder();
      played.ifPresent(builder::server);
      OptionValue.set("--seed", seed, builder::seed);
      OptionValue.set(
          "--lenient", lenient, names -> builder.lenient(names.toArray(Leniency[]::new)));
      connections.applyTo(builder);
      tokens.applyTo(builder);
      issuers.applyTo(builder);
      person.applyTo(builder);
      OptionValue.set("--skew", skew, builder::skew);
      OptionValue.set("--processing-time", processingTime, builder::processingTime);
      return builder;
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
  }

  private ParameterException usage(IllegalArgumentException e) {
    return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
  }
}
