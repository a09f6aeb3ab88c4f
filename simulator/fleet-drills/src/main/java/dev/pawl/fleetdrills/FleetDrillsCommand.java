package dev.pawl.fleetdrills;

import dev.pawl.fleetdrills.drill.FleetDrill;
import dev.pawl.fleetdrills.drill.FleetVerdict;
import dev.pawl.fleetdrills.ground.Engine;
import dev.pawl.fleetdrills.ground.Ground;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pawl drill fleet}: three hosts with one login in a real store. */
@Command(
    name = "pawl drill fleet",
    description = {
      "Starts three hosts with real processes on one login in a real store, breaks things, and",
      "judges what came of it by the ledger of the simulated provider.",
      "Without names: all, in some ten minutes on two cores."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every drill passed",
      "1:at least one drill failed; what was broken is printed below the table",
      "2:wrong usage",
      "4:the drills could not be run, or the report could not be written; the message says why"
    })
final class FleetDrillsCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int CANNOT = 4;
  private static final int MOST = 64;
  private static final int MOST_RUNS = 10_000;
  private static final String OWNER = "owner";
  private static final String RANDOM = "random";

  @Parameters(paramLabel = "NAME|NUMBER", description = "Only these drills. Default: all.")
  private List<String> words = new ArrayList<>();

  @Option(names = "--list", description = "Print the drills, or those that are named, and end.")
  private boolean list;

  @Option(
      names = "--engine",
      paramLabel = "STORE",
      description = "postgres or etcd. Default: postgres, which needs no installation.")
  private String engine = "postgres";

  @Option(
      names = "--processes",
      paramLabel = "N",
      description = "How many a host has at most. Default: 32 in herds, 4 or 2 elsewhere.")
  private int processes = 32;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How often random runs, each with a seed of its own. Default: 10.")
  private int runs = 10;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What tokens and chances are made from. Default: random, printed.")
  private long seed = ThreadLocalRandom.current().nextLong(1, 1_000_000_000);

  @Option(names = "--json", paramLabel = "FILE", description = "Write the verdicts as JSON.")
  private @Nullable Path json;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Override
  public Integer call() {
    List<FleetDrill> drills = chosen();
    if (list) {
      drills.forEach(drill -> print(line(drill)));
      return 0;
    }
    if (engine.equals(OWNER)) {
      tell(
          "pawl drill fleet: one host that owns the login and serves the others is not built yet;"
              + " next: --engine postgres or --engine etcd");
      return CANNOT;
    }
    try {
      return run(drills);
    } catch (IOException e) {
      tell("pawl drill fleet: " + e.getMessage());
      return CANNOT;
    }
  }

  private List<FleetDrill> chosen() {
    requireWithin("--processes", processes, MOST);
    requireWithin("--runs", runs, MOST_RUNS);
    if (!engine.equals(OWNER) && !Engine.NAMES.contains(engine)) {
      throw wrong("--engine is postgres, etcd or owner, not " + engine);
    }
    if (json != null && Files.isDirectory(json)) {
      throw wrong("--json " + json + " is a directory; name a file");
    }
    try {
      return FleetDrill.meant(words);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private void requireWithin(String option, int number, int most) {
    if (number < 1 || number > most) {
      throw wrong(option + " must be 1 to " + most + ", not " + number);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static String line(FleetDrill drill) {
    return String.format(
        Locale.ROOT, "%3d  %-22s %s", drill.number(), drill.name(), drill.summary());
  }

  private int run(List<FleetDrill> drills) throws IOException {
    List<FleetVerdict> verdicts = new ArrayList<>();
    List<String> undrilled = new ArrayList<>();
    try (Ground ground = Ground.open(engine, seed)) {
      for (FleetDrill drill : drills) {
        String lacks = drill.lacks(ground);
        if (lacks.isEmpty()) {
          run(drill, ground, verdicts);
        } else {
          undrilled.add(drill.name() + " was not run: " + lacks);
        }
      }
    }
    print(FleetVerdict.heading());
    verdicts.forEach(verdict -> print(verdict.line()));
    undrilled.forEach(this::print);
    long passed = verdicts.stream().filter(FleetVerdict::isPass).count();
    print(passed + " of " + verdicts.size() + " drills passed, seed " + seed);
    verdicts.stream().filter(verdict -> !verdict.isPass()).forEach(this::explain);
    if (json != null) {
      Files.writeString(json, document(verdicts, undrilled));
    }
    return passed == verdicts.size() && passed > 0 ? 0 : verdicts.isEmpty() ? CANNOT : FAILED;
  }

  private void run(FleetDrill drill, Ground ground, List<FleetVerdict> verdicts)
      throws IOException {
    int times = drill.name().equals(RANDOM) ? runs : 1;
    for (int time = 0; time < times; time++) {
      tell("[" + (verdicts.size() + 1) + "] " + drill.name());
      verdicts.add(drill.run(ground, engine, processes, seed + time));
    }
  }

  private void explain(FleetVerdict verdict) {
    print("");
    print(verdict.word() + "  " + verdict.drill().name());
    verdict.violations().forEach(violation -> print("  " + violation));
    print("  repeat: " + verdict.repeat());
  }

  private String document(List<FleetVerdict> verdicts, List<String> undrilled) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("seed", seed);
    members.put("engine", engine);
    members.put("drills", verdicts.stream().map(FleetVerdict::members).toList());
    members.put("notRun", undrilled);
    return StrictJson.write(members) + "\n";
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private void tell(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
