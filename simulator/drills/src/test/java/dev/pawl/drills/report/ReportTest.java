package dev.pawl.drills.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.drills.stage.LockHold;
import dev.pawl.drills.stage.WinClass;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.ledger.Event;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Caller;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.wire.StrictJson;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ReportTest {
  private final DrillVerdict passed = verdict(List.of(), "");
  private final DrillVerdict failed = verdict(List.of("I1: F1.rt0 \u0001 <again>"), "");
  private final DrillVerdict absent = verdict(List.of(), "no small disk");

  private static DrillVerdict verdict(List<String> violations, String notRun) {
    return new DrillVerdict(
        new DrillVerdict.Subject(
            1, "expiry-herd", RotationPolicy.STRICT_FAMILY, "mapped", 32, WinClass.WINNABLE),
        new DrillVerdict.Figures(1, 2, 3, 4, 5, 6, 7, WinClass.WINNABLE, "32 at the line", 8),
        violations,
        notRun,
        "./pawl drill expiry-herd",
        "",
        violations.isEmpty() ? "" : "/tmp/ledger.jsonl",
        List.of(
            seen(1, Event.of(Operation.REFRESH, "F1", p("p01")).presented("F1.rt0")),
            seen(
                2,
                Event.of(Operation.REFRESH, "F1", p("p02"))
                    .presented("F1.rt0")
                    .outcome(Outcome.REUSE_FAMILY_REVOKED)
                    .fault("AFTER_COMMIT <empty>")),
            seen(3, Event.of(Operation.CALL, "F1", p("p01")).presented("F1.at1"))),
        List.of(
            new LockHold("p01", 0, 2_500_000), new LockHold("process 4711", 9_000_000, 9_000_001)));
  }

  private static LedgerEntry seen(int number, Event event) {
    return new LedgerEntry(number, Instant.EPOCH, number * 1_000_000L, event);
  }

  private static Caller p(String name) {
    return new Caller(name, "", "", 0);
  }

  private static Report of(DrillVerdict... verdicts) {
    return new Report("0.1", 42, List.of(verdicts));
  }

  @Test
  void json_ofDrill_keepsTheContract() {
    ObjectNode json = StrictJson.object(of(passed).json());

    assertThat(json.path("pawl").asText()).isEqualTo("0.1");
    assertThat(json.path("seed").asLong()).isEqualTo(42);
    assertThat(json.path("drills").path(0).properties())
        .containsAll(
            StrictJson.object(
                    """
                    {"number": 1, "name": "expiry-herd", "policy": "STRICT_FAMILY",
                     "cache": "mapped", "processes": 32, "class": "WINNABLE", "result": "PASS",
                     "spends": 1, "reuse": 2, "revocations": 3, "lost": 4, "prompts": 5,
                     "lastServedMillis": 6, "recoveryMillis": 7, "violations": [],
                     "repeat": "./pawl drill expiry-herd"}
                    """)
                .properties());
  }

  @Test
  void json_ofDrillThatCouldNotRun_isNoPass() {
    String json = of(absent).json();

    assertThat(json).contains("\"result\":\"FAIL\"").contains("\"notRun\":\"no small disk\"");
  }

  @Test
  void exitCode_ofVerdicts_tellsTheWorst() {
    assertThat(of(passed).exitCode()).isZero();
    assertThat(of(passed, absent).exitCode()).isEqualTo(3);
    assertThat(of(passed, absent, failed).exitCode()).isEqualTo(1);
  }

  @Test
  void html_ofVerdicts_isWholeByItselfAndDrawsEachProcessAndSpend() throws Exception {
    String page = HtmlReport.of(of(passed, failed));

    Element html =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(
                    page.replace("<!doctype html>", "").getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertThat(html.getElementsByTagName("svg").getLength()).isEqualTo(2);
    assertThat(html.getElementsByTagName("circle").getLength()).isEqualTo(4);
    assertThat(html.getElementsByTagName("rect").getLength()).isEqualTo(2 * 3);
    assertThat(page)
        .startsWith("<!doctype html>")
        .contains(
            "lock held",
            "p01 held the lock for 2 ms",
            "p02",
            "class=\"reuse\"",
            "I1: F1.rt0 ? &lt;again&gt;",
            "AFTER_COMMIT &lt;empty&gt;")
        .doesNotContain("http", "src=", "href=", "<script");
  }

  @Test
  void junit_ofVerdicts_isXml() throws Exception {
    String xml = JUnitReport.of(of(passed, failed, absent));

    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();

    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("errors")).isEqualTo("1");
    assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
        .contains("I1: F1.rt0 ? <again>", "repeat: ./pawl drill", "/tmp/ledger.jsonl");
  }

  @Test
  void table_ofFailure_saysWhatWasBrokenAndHowToRepeatIt() {
    List<String> lines = new Table(false).lines(of(passed, failed));

    assertThat(lines).contains("1 of 2 drills passed, seed 42");
    assertThat(String.join("\n", lines))
        .contains("FAIL  expiry-herd", "I1: F1.rt0", "repeat: ./pawl drill expiry-herd")
        .contains("ledger: /tmp/ledger.jsonl")
        .doesNotContain("\u001b");
  }

  @Test
  void table_onTerminal_isColoured() {
    assertThat(new Table(true).line(passed)).contains("\u001b[32mPASS");
    assertThat(new Table(true).line(failed)).contains("\u001b[31mFAIL");
    assertThat(new Table(true).line(absent)).contains("\u001b[31mNOT RUN");
  }
}
