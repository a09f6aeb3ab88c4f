package dev.pawl.scoreboard;

import dev.pawl.drills.client.ClientDrill;
import dev.pawl.scoreboard.board.Board;
import dev.pawl.scoreboard.board.Page;
import dev.pawl.scoreboard.board.Terms;
import dev.pawl.scoreboard.entry.Contestant;
import dev.pawl.scoreboard.entry.Contestants;
import dev.pawl.scoreboard.entry.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pawl drill scoreboard}: every contestant under every drill, and a page of it. */
@Command(
    name = "pawl drill scoreboard",
    description = {
      "Runs other people's OAuth clients, and Pawl, under the drills of pawl drill --client.",
      "Without names: all contestants under all drills; then docs/scoreboard.md is written anew."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ScoreboardCommand implements Callable<Integer> {
  private static final int CANNOT = 4;
  private static final int STOPPED = 130;
  private static final int MOST = 64;

  private final Path root;

  @Parameters(paramLabel = "DRILL", description = "Only these drills. Default: all.")
  private List<String> drills = new ArrayList<>();

  @Option(names = "--only", paramLabel = "NAME", description = "Only this contestant; repeatable.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--list", description = "Print the contestants and end.")
  private boolean list;

  @Option(names = "--processes", paramLabel = "N", description = "Copies of each. Default: 6.")
  private int processes = 6;

  @Option(names = "--seed", paramLabel = "N", description = "What tokens are made from.")
  private long seed = ThreadLocalRandom.current().nextLong(1, 1_000_000_000);

  @Option(names = "--json", paramLabel = "FILE", description = "Write the verdicts as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Write the page there. Default: docs/scoreboard.md, if nothing is left out.")
  private @Nullable Path page;

  @Option(
      names = "--scratch",
      paramLabel = "DIR",
      description = "Keep ledgers and logs there. Default: they are deleted.")
  private @Nullable Path scratch;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  ScoreboardCommand(Path root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    try {
      List<Contestant> contestants = chosen();
      if (list) {
        contestants.forEach(one -> print(List.of(one.name() + ": " + one.title())));
        return 0;
      }
      requireSensible();
      return run(contestants, ClientDrill.named(drills));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      spec.commandLine().getErr().println("pawl drill scoreboard: " + e.getMessage());
      return CANNOT;
    } catch (InterruptedException e) {
      return STOPPED;
    }
  }

  private List<Contestant> chosen() throws IOException {
    List<Contestant> all = Contestants.all(root);
    for (String name : only) {
      if (all.stream().noneMatch(one -> one.name().equals(name))) {
        String names = all.stream().map(Contestant::name).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("there is no contestant '" + name + "': " + names);
      }
    }
    return all.stream().filter(one -> only.isEmpty() || only.contains(one.name())).toList();
  }

  private void requireSensible() {
    if (processes < 2 || processes > MOST) {
      throw new IllegalArgumentException("--processes must be 2 to " + MOST + ", not " + processes);
    }
    Path target = target();
    if (target != null && !Files.isDirectory(directory(target))) {
      throw new IllegalArgumentException("there is no directory " + directory(target));
    }
  }

  private static Path directory(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }

  /** Returns where the page goes; null if none is written. */
  private @Nullable Path target() {
    boolean whole = only.isEmpty() && drills.isEmpty();
    return page == null && whole ? root.resolve("docs/scoreboard.md") : page;
  }

  private int run(List<Contestant> contestants, List<ClientDrill> chosen)
      throws IOException, InterruptedException {
    Terms terms = Surroundings.terms(root, processes, seed);
    Board board;
    try (ScoreboardRun run = ScoreboardRun.in(scratch, processes, seed)) {
      board = run.board(terms, contestants, chosen);
    }
    print(board.table());
    print(List.of("seed " + seed));
    if (json != null) {
      Files.writeString(json, board.json());
    }
    Path target = target();
    if (target != null) {
      Page written = new Page(board, Texts.read("notes/opening.md"), Texts.read("notes/absent.md"));
      Files.writeString(target, written.markdown());
      print(List.of("written: " + target));
    }
    return 0;
  }

  private void print(List<String> lines) {
    lines.forEach(spec.commandLine().getOut()::println);
    spec.commandLine().getOut().flush();
  }
}
