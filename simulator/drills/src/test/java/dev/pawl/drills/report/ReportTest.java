package dev.pawl.drills.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.drills.stage.WinClass;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.json.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ReportTest {
  private final Verdict passed = verdict(List.of(), "");
  private final Verdict failed = verdict(List.of("I1: F1.rt0 \u0001 <again>"), "");
  private final Verdict absent = verdict(List.of(), "no small disk");

  private static Verdict verdict(List<String> violations, String notRun) {
    return new Verdict(
        new Verdict.Subject(
            1, "expiry-herd", RotationPolicy.STRICT_FAMILY, "mapped", 32, WinClass.WINNABLE),
        new Verdict.Figures(1, 2, 3, 4, 5, 6, 7, WinClass.WINNABLE, "32 at the line", 8),
        violations,
        notRun,
        "./pawl drill expiry-herd",
        violations.isEmpty() ? "" : "/tmp/ledger.jsonl");
  }

  private static Report of(Verdict... verdicts) {
    return new Report("0.1", 42, List.of(verdicts));
  }

  @Test
  @SuppressWarnings("unchecked")
  void json_ofDrill_keepsTheContract() {
    Map<String, Object> json = Json.readObject(of(passed).json());

    List<Map<String, Object>> drills =
        (List<Map<String, Object>>) Objects.requireNonNull(json.get("drills"));
    Map<String, Object> drill = drills.get(0);

    assertThat(json).containsEntry("pawl", "0.1").containsEntry("seed", 42L);
    assertThat(drill)
        .containsEntry("number", 1L)
        .containsEntry("name", "expiry-herd")
        .containsEntry("policy", "STRICT_FAMILY")
        .containsEntry("cache", "mapped")
        .containsEntry("processes", 32L)
        .containsEntry("class", "WINNABLE")
        .containsEntry("result", "PASS")
        .containsEntry("spends", 1L)
        .containsEntry("reuse", 2L)
        .containsEntry("revocations", 3L)
        .containsEntry("lost", 4L)
        .containsEntry("prompts", 5L)
        .containsEntry("lastServedMillis", 6L)
        .containsEntry("recoveryMillis", 7L)
        .containsEntry("violations", List.of())
        .containsEntry("repeat", "./pawl drill expiry-herd");
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
