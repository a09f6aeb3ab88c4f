package dev.pawl.drills.cli;

import dev.pawl.drills.DrillRun;
import dev.pawl.drills.Exercise;
import dev.pawl.drills.Programme;
import dev.pawl.drills.client.ClientDrill;
import dev.pawl.drills.client.ClientRun;
import dev.pawl.drills.client.ClientTerms;
import dev.pawl.drills.gateway.GatewayRun;
import dev.pawl.drills.report.DrillVerdict;
import dev.pawl.drills.report.JUnitReport;
import dev.pawl.drills.report.Report;
import dev.pawl.drills.report.Table;
import dev.pawl.drills.stage.Pace;
import dev.pawl.simulator.core.RotationPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pawl drill}: real processes fight over one login while things break. */
@Command(
    name = "drill",
    description = {
      "Starts real processes that share one login, breaks things, and judges what came of it.",
      "Without names: the core set, less than two minutes on two cores. 'all': every drill.",
      "'random' composes faults, kills and logouts from the seed.",
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
  private static final String JSON = "--json";
  private static final String JUNIT = "--junit";

  @Parameters(
      paramLabel = "NAME|NUMBER",
      description =
          "Drills by name or number, see --list; 'all'; or 'random'. Default: the core set.")
  private List<String> words = new ArrayList<>();

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

  @Option(
      names = "--cache",
      paramLabel = "mapped|chronicle|none",
      description =
          "The shared cache of the processes. Default: mapped, and expiry-herd with none too.")
  private @Nullable String cache;

  @Option(names = "--matrix", description = "Every policy and every cache.")
  private boolean matrix;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description =
          "How many times each drill is run, with seeds one after another. Default: 1, and 10 of"
              + " 'random'.")
  private @Nullable Integer runs;

  @Option(
      names = "--provider-time",
      paramLabel = "MILLIS",
      description = "How long the provider takes for an answer. Default: ${DEFAULT-VALUE}.")
  private int providerMillis = 100;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads of a process ask in expiry-herd. Default: ${DEFAULT-VALUE}.")
  private int threads = Pace.THREADS;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description =
          "How many processes crash-mid-write kills. Default: 100, 25 in the core set, 10 with"
              + " --matrix.")
  private @Nullable Integer kills;

  @Option(
      names = "--untimed",
      description = "Do not judge how fast: for machines that have other work.")
  private boolean untimed;

  @Option(
      names = "--profiles",
      paramLabel = "N",
      description = "Of 'many-profiles': how many logins. Default: ${DEFAULT-VALUE}.")
  private int profiles = 1_000;

  @Option(
      names = "--lifetimes",
      paramLabel = "N",
      description = "Of 'many-profiles': how many lifetimes. Default: ${DEFAULT-VALUE}.")
  private int lifetimes = 3;

  @Mixin private final ClientOptions client = new ClientOptions();

  @Option(names = JSON, paramLabel = "FILE", description = "Write the verdicts as JSON.")
  private @Nullable Path json;

  @Option(names = JUNIT, paramLabel = "FILE", description = "Write the verdicts as JUnit XML.")
  private @Nullable Path junit;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  private boolean live;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      return list(out);
    }
    requireWritable();
    if (client.isAsked()) {
      return report(clientDrills());
    }
    if (words.equals(List.of(ManyProfiles.NAME))) {
      return manyProfiles(out);
    }
    return report(drills());
  }

  /** Runs drills in a scratch directory. */
  private interface Drills {
    List<DrillVerdict> run(Scratch scratch) throws IOException, InterruptedException;
  }

  private int report(Drills drills) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      live = Terminal.isAt(Terminal.ERROR);
      Scratch scratch = Scratch.create();
      List<DrillVerdict> verdicts = drills.run(scratch);
      scratch.delete();
      Report report = new Report(version(), seed, verdicts);
      new Table(Terminal.isAt(Terminal.OUT)).lines(report).forEach(out::println);
      out.flush();
      return written(report);
    } catch (IOException e) {
      spec.commandLine().getErr().println("pawl drill: " + e.getMessage());
      return CANNOT;
    } catch (InterruptedException e) {
      return STOPPED;
    }
  }

  private int list(PrintWriter out) {
    try {
      List<String> lines =
          client.isAsked()
              ? ClientDrill.named(words).stream().map(ClientDrill::line).toList()
              : Programme.list(words);
      lines.forEach(out::println);
      out.flush();
      return 0;
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private int manyProfiles(PrintWriter out) throws InterruptedException {
    if (profiles < 1 || profiles > 1_000_000 || lifetimes < 1) {
      throw usage("--profiles must be 1 to 1000000, --lifetimes at least 1");
    }
    requireKnownCache();
    GatewayRun.Size size =
        new GatewayRun.Size(
            profiles, processes(), lifetimes, cache == null ? "mapped" : cache, seed);
    try {
      return new ManyProfiles(size, new Target(JSON, json)).run(out);
    } catch (IOException e) {
      spec.commandLine().getErr().println("pawl drill: " + e.getMessage());
      return CANNOT;
    }
  }

  private List<Exercise> exercises() {
    if (processes() < 2 || processes() > 1024) {
      throw usage("--processes must be 2 to 1024, not " + processes());
    }
    requireProviderTime();
    if (threads < 1 || threads > 64) {
      throw usage("--threads must be 1 to 64, not " + threads);
    }
    if (kills != null && (kills < 1 || kills > 10_000)) {
      throw usage("--kills must be 1 to 10000, not " + kills);
    }
    if (runs != null && runs < 1) {
      throw usage("--runs must be at least 1, not " + runs);
    }
    requireKnownCache();
    try {
      client.requireNone();
      return new Programme(processes(), seed, policy, cache, matrix).of(words, runs);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private void requireKnownCache() {
    if (cache != null && !Programme.CACHES.contains(cache)) {
      throw usage("--cache must be one of " + Programme.CACHES + ", not '" + cache + "'");
    }
  }

  private void requireProviderTime() {
    if (providerMillis < 1 || providerMillis > 5_000) {
      throw usage("--provider-time must be 1 to 5000, not " + providerMillis);
    }
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }

  private int processes() {
    return processes == null ? 32 : processes;
  }

  private Drills drills() {
    List<Exercise> exercises = exercises();
    return scratch -> {
      try (DrillRun run = new DrillRun(scratch.home(), pace())) {
        return verdicts(exercises, DrillCommand::title, run::run, run::close, scratch);
      }
    };
  }

  private static String title(Exercise exercise) {
    return exercise.definition().name() + ": " + exercise.definition().summary();
  }

  private Drills clientDrills() {
    if (matrix || cache != null || kills != null || runs != null || untimed) {
      throw usage("--matrix, --cache, --kills, --runs and --untimed are not for --client");
    }
    requireProviderTime();
    try {
      ClientTerms terms = client.terms(processes, seed, policy, providerMillis);
      List<ClientDrill> drills = ClientDrill.named(words);
      return scratch -> {
        String searchPath = System.getenv().getOrDefault("PATH", "");
        try (ClientRun run = new ClientRun(scratch.home(), terms, searchPath)) {
          return verdicts(drills, DrillCommand::title, run::run, run::close, scratch);
        }
      };
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private static String title(ClientDrill drill) {
    return drill.name() + ": " + drill.summary();
  }

  /** Runs one drill. */
  private interface Play<E> {
    DrillVerdict of(E exercise) throws IOException, InterruptedException;
  }

  private <E> List<DrillVerdict> verdicts(
      List<E> exercises, Function<E, String> title, Play<E> play, Runnable end, Scratch scratch)
      throws IOException, InterruptedException {
    List<DrillVerdict> verdicts = new ArrayList<>();
    try (StopHook stop = StopHook.of(end, scratch)) {
      for (E exercise : exercises) {
        announce(title.apply(exercise), verdicts.size() + 1, exercises.size());
        DrillVerdict verdict = play.of(exercise);
        stop.proceed();
        if (!verdict.isPass()) {
          scratch.keep();
        }
        verdicts.add(verdict);
        tell(verdict);
      }
    }
    return verdicts;
  }

  private Pace pace() {
    return new Pace(!untimed, repeats(), Duration.ofMillis(providerMillis), threads);
  }

  private int repeats() {
    if (kills != null) {
      return kills;
    }
    return matrix ? Pace.FEW_REPEATS : words.isEmpty() ? Pace.CORE_REPEATS : Pace.REPEATS;
  }

  private void announce(String title, int number, int of) {
    if (live) {
      System.err.printf(Locale.ROOT, "\r\u001b[K[%d/%d] %s", number, of, title);
      System.err.flush();
    }
  }

  private void tell(DrillVerdict verdict) {
    System.err.printf(
        Locale.ROOT,
        "%s%-7s %s, %d ms%n",
        live ? "\r\u001b[K" : "",
        verdict.word(),
        verdict.subject().name()
            + " "
            + verdict.subject().policy()
            + " "
            + verdict.subject().cache(),
        verdict.figures().millis());
  }

  /** Writes each report, whatever becomes of the other. */
  private int written(Report report) {
    boolean whole = written(new Target(JSON, json), report::json);
    whole &= written(new Target(JUNIT, junit), () -> JUnitReport.of(report));
    return whole || report.exitCode() != 0 ? report.exitCode() : UNWRITTEN;
  }

  private boolean written(Target target, Supplier<String> text) {
    try {
      target.write(text.get());
      return true;
    } catch (IOException e) {
      spec.commandLine().getErr().println("pawl drill: " + e.getMessage());
      return false;
    }
  }

  private void requireWritable() {
    try {
      new Target(JSON, json).probe();
      new Target(JUNIT, junit).probe();
    } catch (IOException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private static String version() {
    String version = DrillCommand.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
