package dev.pawl.scoreboard.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.drills.report.DrillVerdict;
import dev.pawl.drills.stage.WinClass;
import dev.pawl.simulator.core.RotationPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {
  private static final Terms TERMS =
      new Terms("2026-11-30", "0.1.0", "abc1234", "2 cores, Linux", 6, 7);

  @Test
  void markdown_ofResults_hasARowAndASectionForEachContestantAndTheCommandOfEachCell() {
    Board board =
        new Board(
            TERMS,
            List.of("herd", "busy"),
            List.of(
                row("good", List.of(verdict("herd", 0), verdict("busy", 0)), ""),
                row(
                    "bad",
                    List.of(
                        verdict("herd", 1, "your client spent F1.rt0 3 times: copy 1; revoked"),
                        verdict("busy", 0)),
                    ""),
                row("gone", List.of(), "node is not installed")));

    String page = new Page(board, "The opening.\n", "- Nobody else.\n").markdown();

    assertThat(page)
        .startsWith("# Scoreboard\n\nThe opening.\n")
        .contains(
            "\n| contestant | version | herd | busy |\n|---|---|---|---|\n",
            "\n| `good` | 1.0 | passed | passed |\n",
            "\n| `bad` | 1.0 | one token spent 3 times, revoked | passed |\n",
            "\n| `gone` | 1.0 | not run | not run |\n",
            "Run on 2026-11-30 from commit `abc1234` of Pawl 0.1.0, with 6 copies",
            "seed 7, on: 2 cores, Linux.",
            "\n- `herd`: STRICT_FAMILY\n",
            "\n### bad, a client\n\nNotes of bad.\n",
            "    ./pawl drill scoreboard --only bad --processes 6 --seed 7 busy\n",
            "\nIt did not run here: node is not installed.\n",
            "\n## Not on the board\n\n- Nobody else.\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 of 6 copies were not served again within 30 s after the trouble: [1] | lost 3 copies",
        "your client presented refresh tokens 9 times that the server had refused or would"
            + " | dead tokens 9 times",
        "your client asked 8 times in the 3 s that the server had told it to wait"
            + " | asked 8 times while told to wait",
        "the first copy, which runs alone, never called DRILL_API with a good token | never served",
        "the access token had ended and nobody refreshed it within 30 s | nobody refreshed",
        "something that nobody has thought of | failed"
      })
  void cell_ofAViolation_saysItInFewWords(String violation, String words) {
    Row row = row("bad", List.of(verdict("herd", 0, violation)), "");

    String cell = row.cell("herd");

    assertThat(cell).isEqualTo(words);
  }

  @Test
  void json_ofResults_saysWhatTheCellsSay() {
    Board board =
        new Board(TERMS, List.of("herd"), List.of(row("good", List.of(verdict("herd", 0)), "")));

    String json = board.json();

    assertThat(json)
        .contains("\"seed\":7", "\"name\":\"good\"", "\"result\":\"PASS\"", "\"seen\":\"passed\"");
  }

  private static Row row(String name, List<DrillVerdict> verdicts, String absence) {
    return new Row(
        name, name + ", a client", "1.0", 10, "Notes of " + name + ".", verdicts, absence);
  }

  private static DrillVerdict verdict(String drill, int revocations, String... violations) {
    return new DrillVerdict(
        new DrillVerdict.Subject(
            1, drill, RotationPolicy.STRICT_FAMILY, "client", 6, WinClass.WINNABLE),
        new DrillVerdict.Figures(3, 2, revocations, 0, 0, 0, 0, WinClass.WINNABLE, "", 1_000),
        List.of(violations),
        "",
        "./pawl drill",
        "",
        "",
        List.of());
  }
}
