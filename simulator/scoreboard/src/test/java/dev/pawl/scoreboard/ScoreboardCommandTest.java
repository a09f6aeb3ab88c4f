package dev.pawl.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.scoreboard.entry.Contestant;
import dev.pawl.scoreboard.entry.Contestants;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class ScoreboardCommandTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().resolve("../..").normalize();

  @TempDir private Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void herd_ofNimbus_runsEndToEndAndIsWrittenAsPageAndJson() throws Exception {
    Path page = home.resolve("board.md");
    Path json = home.resolve("board.json");

    int code =
        run(
            "herd",
            "--only",
            "nimbus",
            "--processes",
            "2",
            "--seed",
            "7",
            "--page",
            page,
            "--json",
            json);

    assertThat(code).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(Files.readString(page))
        .contains("### Nimbus OAuth 2.0 SDK", "--only nimbus --processes 2 --seed 7 herd")
        .containsPattern("\\| `nimbus` \\| [0-9.]+ \\| (passed|one token spent [0-9]+ times)");
    assertThat(Files.readString(json)).containsPattern("\"spends\":[1-9]");
  }

  @Test
  void page_ofTheDocumentation_hasARowForEachContestant() throws Exception {
    String page = Files.readString(ROOT.resolve("docs/scoreboard.md"));

    List<String> contestants = Contestants.all(ROOT).stream().map(Contestant::name).toList();

    assertThat(contestants)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
  }

  @Test
  void run_contestantOfAScriptThatIsNotThere_isOnTheBoardAsNotRun() throws Exception {
    Path page = home.resolve("board.md");

    int code = run(home, "herd", "--only", "locked-shell", "--page", page);

    assertThat(code).isZero();
    assertThat(Files.readString(page))
        .contains("| `locked-shell` | curl + flock | not run |", "It did not run here: ");
  }

  @Test
  void only_ofNobody_isWrongUsageAndNamesTheContestants() {
    int code = run("--only", "somebody");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("no contestant 'somebody'", "nimbus", "spring");
  }

  @Test
  void page_inADirectoryThatIsNotThere_isWrongUsageBeforeAnythingRuns() {
    int code = run("--page", home.resolve("missing/board.md"));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("there is no directory", "missing");
  }

  @Test
  void list_ofAll_hasEachOnALineOfItsOwn() {
    int code = run("--list");

    assertThat(code).isZero();
    assertThat(out.toString().lines())
        .contains("nimbus: Nimbus OAuth 2.0 SDK with a naive file")
        .hasSizeGreaterThan(8);
  }

  private int run(Object... words) {
    return run(ROOT, words);
  }

  private int run(Path root, Object... words) {
    String[] arguments = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].toString();
    }
    return new CommandLine(new ScoreboardCommand(root))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
