package dev.pawl.it.compared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.process.NeededTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The simulator and oidc-provider get the same requests. Both give the verdicts of the table, and
 * those that differ stand in the documentation with the rule that decides.
 */
@Timeout(300)
final class ProvidersComparedTest {
  private static final Path PROVIDER = Path.of("src", "test", "oidc-provider");
  private static final Path PAGE = Path.of("..", "..", "docs", "simulator.md");
  private static final String BEGIN = "<!-- compared -->\n";
  private static final String END = "<!-- /compared -->\n";

  @TempDir private Path home;

  @Test
  void sequences_atTheSimulator_getTheVerdictsOfTheTable() throws Exception {
    try (Peer simulator = new SimulatedPeer()) {
      Map<String, List<String>> verdicts = verdicts(simulator, Sequence::simulator);

      areThoseOfTheTable(verdicts, Sequence::simulator);
    }
  }

  @Test
  void sequences_atOidcProvider_getTheVerdictsOfTheTable() throws Exception {
    NeededTool.require("node", "--version");
    NeededTool.require("test", "-d", PROVIDER.resolve("node_modules").toString());
    try (Peer provider = new OidcProvider(PROVIDER, home.resolve("errors"))) {
      Map<String, List<String>> verdicts = verdicts(provider, Sequence::provider);

      areThoseOfTheTable(verdicts, Sequence::provider);
    }
  }

  @Test
  void table_hasEachSequenceOnceAndAReasonForEachDifference() {
    List<Sequence> all = Sequences.all();

    assertThat(all).hasSizeGreaterThan(200).extracting(Sequence::name).doesNotHaveDuplicates();
    assertThat(all)
        .allMatch(one -> one.decision().isEmpty() == one.simulator().equals(one.provider()));
    assertThat(all).filteredOn(one -> one.decision().isEmpty()).hasSizeGreaterThan(100);
  }

  @Test
  void documentation_differences_areThoseOfTheTable() throws Exception {
    String page = Files.readString(PAGE, StandardCharsets.UTF_8);

    String written = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));

    assertThat(written).isEqualTo(differences());
  }

  private static Map<String, List<String>> verdicts(
      Peer peer, Function<Sequence, List<String>> expected) throws Exception {
    Map<String, List<String>> verdicts = new LinkedHashMap<>();
    for (Sequence sequence : Sequences.all()) {
      peer.person(Peer.Manner.APPROVE);
      List<String> all = new Conversation(peer).take(sequence.steps());
      int judged = expected.apply(sequence).size();
      verdicts.put(sequence.name(), all.subList(all.size() - judged, all.size()));
    }
    return verdicts;
  }

  private static void areThoseOfTheTable(
      Map<String, List<String>> verdicts, Function<Sequence, List<String>> expected) {
    SoftAssertions softly = new SoftAssertions();
    for (Sequence sequence : Sequences.all()) {
      softly
          .assertThat(verdicts.get(sequence.name()))
          .as(sequence.name())
          .isEqualTo(expected.apply(sequence));
    }
    softly.assertAll();
  }

  private static String differences() {
    Map<String, String> names =
        Sequences.all().stream()
            .filter(one -> one.decision().isPresent())
            .collect(
                Collectors.groupingBy(
                    ProvidersComparedTest::row,
                    LinkedHashMap::new,
                    Collectors.mapping(Sequence::name, Collectors.joining("; "))));
    return names.entrySet().stream()
        .map(row -> "| " + row.getValue() + row.getKey())
        .collect(
            Collectors.joining(
                "",
                "| what is tried | simulator | oidc-provider | what decides |\n|---|---|---|---|\n",
                ""));
  }

  private static String row(Sequence sequence) {
    Decision decision = sequence.decision().orElseThrow();
    return " | "
        + shown(sequence.simulator())
        + " | "
        + shown(sequence.provider())
        + " | "
        + decision.rule
        + ": "
        + decision.reason
        + " |\n";
  }

  private static String shown(List<String> verdicts) {
    return verdicts.stream().map(one -> "`" + one + "`").collect(Collectors.joining(", then "));
  }
}
