package dev.pawl.drills.cli.drill;

import dev.pawl.drills.DrillRun;
import dev.pawl.drills.Exercise;
import dev.pawl.drills.Programme;
import dev.pawl.drills.RandomRun;
import dev.pawl.drills.client.ClientDrill;
import dev.pawl.drills.client.ClientRun;
import dev.pawl.drills.client.ClientTerms;
import dev.pawl.drills.gateway.GatewayRun;
import dev.pawl.drills.report.DrillVerdict;
import dev.pawl.drills.report.Report;
import dev.pawl.drills.report.Table;
import dev.pawl.drills.stage.Pace;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.scenario.ScenarioException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pawl drill}: real processes fight over one login while things break. */
@Command(
    name = "drill",
    description = {
      "Starts real processes that share one login, breaks things, and judges what came of it.",
      "Without names: the core set, less than two minutes on two cores. 'all': every drill.",
      "'random' composes faults, kills and logouts from the seed, and shortens what fails.",
      "'soak' plays a day of 1,440 lifetimes, in some minutes.",
      "'issuers': logins by preset, before a provider that speaks as a vendor does.",
      "'many-profiles', alone, runs gateways: every process uses all of very many logins.",
      "--client CMD drills any command line instead: docs/drill-your-client.md."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every drill passed",
      "1:at least one drill failed; what was broken is printed below the table",
      "2:wrong usage",
      "3:none failed, but at least one could not run on this machine: that is not a pass",
      "4:the drills could not be run at all; the message says why",
      "5:every drill passed, but a report could not be written",
      "130:stopped by Ctrl-C; every process was ended"
    })
public final class DrillCommand implements Callable<Integer> {
  private static final int CANNOT = 4;
  private static final int UNWRITTEN = 5;
  private static final int STOPPED = 130;
  private static final List<String> NOT_FOR_CLIENTS =
      List.of("--matrix", "--cache", "--kills", "--runs", "--untimed", "--script");

  @Parameters(
      paramLabel = "NAME|NUMBER",
      description =
          "Drills by name or number, see --list; 'all'; or 'random'. Default: the core set.")
  private List<String> words = new ArrayList<>();

  @Option(names = "--all", description = "Every drill: the same as the word 'all'.")
  private boolean all;

  @Option(names = "--list", description = "Print the drills, or those that are named, and end.")
  private boolean list;

  @Option(
      names = "--processes",
      paramLabel = "N",
      description = "How many processes. Default: 32, of a client 8.")
  private @Nullable Integer processes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What tokens and chances are made from. Default: random, printed.")
  private long seed = ThreadLocalRandom.current().nextLong(1, 1_000_000_000);

  @Option(
      names = "--policy",
      description = "Rotation policy: ${COMPLETION-CANDIDATES}. Default: each drill's own.")
  private @Nullable RotationPolicy policy;

  @Mixin private final ProgrammeOptions programme = new ProgrammeOptions();

  @Mixin private final PaceOptions pace = new PaceOptions();

  @Mixin private final ManyProfilesOptions manyProfiles = new ManyProfilesOptions();

  @Mixin private final ClientOptions client = new ClientOptions();

  @Mixin private final ReportOptions reports = new ReportOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  /** What was asked for, ready to run; gives the exit code. */
  private interface Run {
    int run() throws IOException, InterruptedException;
  }

  @Override
  public Integer call() {
    Run run;
    try {
      if (all) {
        words.add("all");
      }
      run = list ? list() : asked();
    } catch (ScenarioException e) {
      e.problems().forEach(spec.commandLine().getErr()::println);
      return 2;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    try {
      return run.run();
    } catch (IOException e) {
      say(String.valueOf(e.getMessage()));
      return CANNOT;
    } catch (InterruptedException e) {
      return STOPPED;
    }
  }

  private Run list() {
    List<String> lines =
        client.isAsked()
            ? client.drills(words).stream().map(ClientDrill::line).toList()
            : Programme.list(words);
    return () -> {
      print(lines);
      return 0;
    };
  }

  private Run asked() {
    reports.requireWritable();
    if (client.isAsked()) {
      return clientDrills();
    }
    return words.equals(List.of(ManyProfiles.NAME)) ? manyProfiles() : drills();
  }

  private Run clientDrills() {
    if (NOT_FOR_CLIENTS.stream().anyMatch(spec.commandLine().getParseResult()::hasMatchedOption)) {
      throw new IllegalArgumentException(
          "--matrix, --cache, --kills, --runs, --untimed and --script are not for --client");
    }
    ClientTerms terms = client.terms(processes, seed, policy, pace.providerTime());
    List<ClientDrill> drills = client.drills(words);
    String searchPath = System.getenv().getOrDefault("PATH", "");
    return () -> {
      DrillSeries series = series();
      List<DrillVerdict> verdicts;
      try (ClientRun run = new ClientRun(series.scratch().home(), terms, searchPath)) {
        verdicts = series.run(drills, DrillCommand::title, run::run, run::close);
      }
      return report(series, verdicts);
    };
  }

  private static String title(ClientDrill drill) {
    return drill.name() + ": " + drill.summary();
  }

  private Run manyProfiles() {
    GatewayRun.Size size = manyProfiles.size(processes(), programme.cache(), seed);
    return () -> new ManyProfiles(size, reports.json()).run(spec.commandLine().getOut());
  }

  private Run drills() {
    client.requireNone();
    Pace chosen = pace.pace(programme.repeats(words));
    List<Exercise> exercises = programme.exercises(words, processes(), seed, policy);
    return () -> {
      DrillSeries series = series();
      List<DrillVerdict> verdicts;
      try (DrillRun run = new DrillRun(series.scratch().home(), chosen)) {
        RandomRun shortening = new RandomRun(run, series.scratch().home(), this::say);
        verdicts = series.run(exercises, DrillCommand::title, shortening::run, run::close);
      }
      return report(series, verdicts);
    };
  }

  private static String title(Exercise exercise) {
    return exercise.definition().name() + ": " + exercise.definition().summary();
  }

  private int processes() {
    return processes == null ? 32 : processes;
  }

  private static DrillSeries series() throws IOException, InterruptedException {
    boolean live = Terminal.isAt(Terminal.ERROR);
    return new DrillSeries(Scratch.create(), live);
  }

  private int report(DrillSeries series, List<DrillVerdict> verdicts)
      throws IOException, InterruptedException {
    series.scratch().delete();
    Report report = new Report(version(), seed, verdicts);
    print(new Table(Terminal.isAt(Terminal.OUT)).lines(report));
    List<String> problems = reports.write(report);
    problems.forEach(this::say);
    return problems.isEmpty() || report.exitCode() != 0 ? report.exitCode() : UNWRITTEN;
  }

  private void print(List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
  }

  private void say(String problem) {
    spec.commandLine().getErr().println("pawl drill: " + problem);
  }

  private static String version() {
    String version = DrillCommand.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
