package dev.pawl.drills.client;

import dev.pawl.drills.client.copy.Copies;
import dev.pawl.drills.client.copy.FakeTime;
import dev.pawl.drills.client.copy.ScratchLocks;
import dev.pawl.drills.client.copy.SmallDisk;
import dev.pawl.drills.report.DrillVerdict;
import dev.pawl.drills.script.CannotRunException;
import dev.pawl.drills.stage.LockHold;
import dev.pawl.drills.stage.LockWatch;
import dev.pawl.drills.stage.Pace;
import dev.pawl.drills.stage.WinClass;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.Entries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Drills a client: each drill has a server, a login and a scratch directory of its own. One thread
 * runs drills; any may close.
 */
public final class ClientRun implements AutoCloseable {
  private final Path home;
  private final ClientTerms terms;
  private final String searchPath;
  private @Nullable Copies copies;
  private boolean closed;
  private int count;

  /**
   * Prepares a run; nothing is started yet.
   *
   * @param home scratch directory of the run, of the user alone
   * @param terms how the client is drilled
   * @param searchPath where programs are looked for, as in {@code PATH}
   */
  public ClientRun(Path home, ClientTerms terms, String searchPath) {
    this.home = home;
    this.terms = terms;
    this.searchPath = searchPath;
  }

  /** Runs one drill. */
  public DrillVerdict run(ClientDrill drill) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    RotationPolicy policy = terms.policy().orElse(drill.policy());
    Path directory = home.resolve(String.format(Locale.ROOT, "%03d-%s", ++count, drill.name()));
    try (Simulator simulator = simulator(drill, policy)) {
      String notRun = "";
      List<String> violations = new ArrayList<>();
      Callers callers = new Callers(pid -> 0, terms.copies());
      long recovery = 0;
      int refused = 0;
      List<LockHold> locks = List.of();
      try (Place place = place(drill, directory);
          LockWatch watch = watch(place, directory);
          Copies started = start(simulator, directory, place.around(command(drill)))) {
        ClientStage stage =
            new ClientStage(
                simulator, started, place.disk(), terms, drill.scenario(), drill.promise(policy));
        callers = stage.callers();
        notRun = play(drill, stage, violations);
        recovery = stage.recoveryMillis();
        refused = stage.refusedAfter();
        locks = watch.seen();
      } catch (CannotRunException e) {
        notRun = String.valueOf(e.getMessage());
      }
      Judgement judgement =
          new Judgement(
              simulator.ledger().entries(), callers, drill.losesAnswers(), drill.promise(policy));
      violations.addAll(0, judgement.violations());
      long millis = (System.nanoTime() - begun) / 1_000_000;
      List<String> held = notRun.isEmpty() ? violations : List.of();
      return new DrillVerdict(
          new DrillVerdict.Subject(
              drill.number(), drill.name(), policy, "client", terms.copies(), judgement.promise()),
          figures(judgement, refused, recovery, millis),
          List.copyOf(held),
          notRun,
          terms.repeat(drill.word(), policy),
          "",
          held.isEmpty() ? "" : keepLedger(simulator, directory).toString(),
          simulator.ledger().entries().list(),
          locks);
    }
  }

  /* What was asked for counts before what the scenario says, and that before what is usual. */
  private Simulator simulator(ClientDrill drill, RotationPolicy policy) {
    Simulator.Builder builder =
        Simulator.builder()
            .accessTtl(terms.lifetime())
            .processingTime(terms.processing())
            .server(drill.scenario())
            .policy(policy)
            .seed(terms.seed());
    if (!terms.lifetime().equals(ClientTerms.LIFETIME)) {
      builder.accessTtl(terms.lifetime());
    }
    if (!terms.processing().equals(Pace.PROCESSING)) {
      builder.processingTime(terms.processing());
    }
    return builder.identifyProcesses(Copies::root).start();
  }

  private List<String> command(ClientDrill drill) throws CannotRunException {
    List<String> command = new ArrayList<>();
    Optional<String> clock = drill.clock(terms);
    if (clock.isPresent()) {
      Path faketime =
          FakeTime.in(searchPath)
              .orElseThrow(
                  () ->
                      new CannotRunException(
                          "another clock for the client needs faketime(1), of the package faketime"
                              + " (libfaketime): install it, or leave this drill out"));
      command.addAll(List.of(faketime.toString(), "-f", clock.get()));
    }
    command.addAll(List.of("sh", "-c", terms.command()));
    return command;
  }

  /* Where the copies run: on a small disk, if the drill is about one. */
  private record Place(Optional<SmallDisk> disk) implements AutoCloseable {
    List<String> around(List<String> command) {
      return disk.map(small -> small.around(command)).orElse(command);
    }

    @Override
    public void close() {
      disk.ifPresent(SmallDisk::close);
    }
  }

  private static Place place(ClientDrill drill, Path directory)
      throws IOException, InterruptedException, CannotRunException {
    if (!drill.needsDisk()) {
      return new Place(Optional.empty());
    }
    Optional<SmallDisk> disk = SmallDisk.over(scratch(directory));
    if (disk.isEmpty()) {
      throw new CannotRunException(
          "a small disk for the client needs Linux with unshare, nsenter and mount (util-linux),"
              + " and root or user namespaces");
    }
    return new Place(disk);
  }

  private static LockWatch watch(Place place, Path directory) throws IOException {
    Path shared = place.disk().map(SmallDisk::seen).orElse(scratch(directory));
    return LockWatch.ofAny(new ScratchLocks(shared), pid -> "process " + Copies.root(pid));
  }

  private static Path scratch(Path directory) throws IOException {
    return Files.createDirectories(directory.resolve("scratch"));
  }

  private synchronized Copies start(Simulator simulator, Path directory, List<String> command)
      throws IOException, InterruptedException {
    if (closed) {
      throw new InterruptedException("closed");
    }
    Path scratch = scratch(directory);
    Copies fresh =
        new Copies(
            terms.copies(),
            command,
            environment(simulator, directory, scratch),
            scratch,
            Files.createDirectories(directory.resolve("logs")));
    copies = fresh;
    return fresh;
  }

  private Map<String, String> environment(Simulator simulator, Path directory, Path scratch)
      throws IOException {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("DRILL_ISSUER", simulator.issuer().toString());
    environment.put("DRILL_TOKEN_ENDPOINT", simulator.tokenEndpoint().toString());
    environment.put("DRILL_API", simulator.api().resolve("/v1/whoami").toString());
    environment.putAll(
        new Registration(terms.authentication(), terms.seed()).logIn(simulator, directory));
    environment.put("DRILL_SCRATCH", scratch.toString());
    return environment;
  }

  /** Returns why it could not run; empty if it did. */
  private static String play(ClientDrill drill, ClientStage stage, List<String> violations)
      throws InterruptedException {
    try {
      stage.begin();
      drill.script().run(stage);
    } catch (CannotRunException e) {
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      violations.add(String.valueOf(e.getMessage()));
    }
    violations.addAll(stage.violations());
    return "";
  }

  private static DrillVerdict.Figures figures(
      Judgement judgement, int refused, long recovery, long millis) {
    Entries seen = judgement.seen();
    int revocations = judgement.revocations();
    return new DrillVerdict.Figures(
        seen.spends().count(),
        seen.spends().where(entry -> entry.outcome().isReuse()).count(),
        revocations,
        refused,
        revocations,
        recovery,
        recovery,
        revocations == 0 ? WinClass.WINNABLE : WinClass.LOGIN_ONCE,
        "",
        millis);
  }

  private static Path keepLedger(Simulator simulator, Path directory) throws IOException {
    Path file = Files.createDirectories(directory).resolve("ledger.jsonl");
    simulator.exportLedger(file);
    return file;
  }

  /** Ends every copy, and lets no drill begin any more. */
  @Override
  public void close() {
    Copies last;
    synchronized (this) {
      closed = true;
      last = copies;
    }
    if (last != null) {
      last.close();
    }
  }
}
