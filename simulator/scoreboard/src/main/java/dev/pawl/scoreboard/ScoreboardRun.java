package dev.pawl.scoreboard;

import dev.pawl.drills.client.ClientDrill;
import dev.pawl.drills.client.ClientRun;
import dev.pawl.drills.client.ClientTerms;
import dev.pawl.drills.report.DrillVerdict;
import dev.pawl.drills.script.CannotRunException;
import dev.pawl.drills.stage.Pace;
import dev.pawl.scoreboard.board.Board;
import dev.pawl.scoreboard.board.Row;
import dev.pawl.scoreboard.board.Terms;
import dev.pawl.scoreboard.entry.Contestant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Drills contestants one after another; standard error tells of each drill. If this process is told
 * to end, the copies that run are ended first.
 */
final class ScoreboardRun implements AutoCloseable {
  private final Path home;
  private final boolean kept;
  private final int copies;
  private final long seed;
  private final Thread hook = new Thread(this::end, "pawl-scoreboard-stop");
  private volatile @Nullable ClientRun current;

  private ScoreboardRun(Path home, boolean kept, int copies, long seed) {
    this.home = home;
    this.kept = kept;
    this.copies = copies;
    this.seed = seed;
  }

  /**
   * Prepares a run.
   *
   * @param scratch where ledgers and logs stay; null if they are to go
   */
  static ScoreboardRun in(@Nullable Path scratch, int copies, long seed) throws IOException {
    Path home =
        scratch == null
            ? Files.createTempDirectory("pawl-scoreboard-")
            : Files.createDirectories(scratch).toAbsolutePath();
    ScoreboardRun run = new ScoreboardRun(home, scratch != null, copies, seed);
    Runtime.getRuntime().addShutdownHook(run.hook);
    return run;
  }

  /** Drills all and returns what became of them. */
  Board board(Terms terms, List<Contestant> contestants, List<ClientDrill> drills)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (Contestant contestant : contestants) {
      rows.add(row(contestant, drills));
    }
    return new Board(terms, drills.stream().map(ClientDrill::name).toList(), rows);
  }

  private Row row(Contestant contestant, List<ClientDrill> drills)
      throws IOException, InterruptedException {
    Path place = Files.createDirectories(home.resolve(contestant.name()));
    try {
      String command = contestant.preparation().command(place);
      return row(contestant, drill(contestant.name(), terms(contestant, command), drills), "");
    } catch (CannotRunException e) {
      System.err.println(contestant.name() + ": not run: " + e.getMessage());
      return row(contestant, List.of(), String.valueOf(e.getMessage()));
    }
  }

  private static Row row(Contestant contestant, List<DrillVerdict> verdicts, String absence)
      throws IOException {
    return new Row(
        contestant.name(),
        contestant.title(),
        contestant.version(),
        contestant.lifetime().toSeconds(),
        contestant.notes(),
        verdicts,
        absence);
  }

  private ClientTerms terms(Contestant contestant, String command) {
    return new ClientTerms(
        command,
        copies,
        seed,
        contestant.policy(),
        contestant.lifetime(),
        ClientTerms.WITHIN,
        "",
        Pace.PROCESSING);
  }

  private List<DrillVerdict> drill(String name, ClientTerms terms, List<ClientDrill> drills)
      throws IOException, InterruptedException {
    List<DrillVerdict> verdicts = new ArrayList<>();
    String searchPath = System.getenv().getOrDefault("PATH", "");
    try (ClientRun run = new ClientRun(home.resolve(name), terms, searchPath)) {
      current = run;
      for (ClientDrill drill : drills) {
        DrillVerdict verdict = run.run(drill);
        verdicts.add(verdict);
        System.err.printf(
            Locale.ROOT,
            "%s %s: %s (%d s)%n",
            name,
            drill.name(),
            Row.words(verdict),
            verdict.figures().millis() / 1_000);
      }
    }
    return verdicts;
  }

  private void end() {
    ClientRun run = current;
    if (run != null) {
      run.close();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it is at work
    }
    if (!kept) {
      List<Path> deepestFirst;
      try (Stream<Path> walk = Files.walk(home)) {
        deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    }
  }
}
