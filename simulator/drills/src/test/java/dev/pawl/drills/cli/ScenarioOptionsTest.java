package dev.pawl.drills.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.simulator.scenario.Scenario;
import dev.pawl.simulator.wire.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScenarioOptionsTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commandLine.execute(arguments);
  }

  private Path file(String json) throws IOException {
    return Files.writeString(directory.resolve("mine.json"), json.replace('\'', '"'));
  }

  @Test
  void schema_isPrintedAndNothingStarts() {
    int exit = run("simulator", "--scenario-schema");

    assertThat(exit).isZero();
    assertThat(out.toString()).isEqualTo(Scenario.schema());
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void scenario_mistakes_areLinesWithTheirPlacesAndNothingElse() throws Exception {
    Path file =
        file("{'server': {'polcy': 'NONE'},\n 'timeline': [{'at': 'soon', 'revoke': 'F1'}]}");

    int exit = run("simulator", "--scenario", file.toString());

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString().lines().toList())
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).startsWith(file + ":1:13: 'polcy' is unknown; allowed are"),
            line -> assertThat(line).isEqualTo(file + ":2:22: at is like +10s, not 'soon'"));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void scenario_fileIsNotThere_isWrongUsage() {
    int exit = run("simulator", "--scenario", directory.resolve("none.json").toString());

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("--scenario: there is no file", "none.json");
  }

  @Test
  @Timeout(120)
  void scenario_isPlayedOnTheFirstLoginAndOptionsCountBeforeIt() throws Exception {
    Path file =
        file(
            """
            {
              'server': {'policy': 'NONE', 'accessTtl': '5m', 'seed': 3},
              'timeline': [
                {'at': '+0s', 'revoke': 'access-tokens of F1'},
                {'on': 'refresh#1', 'fault': 'BEFORE_COMMIT 503'}
              ]
            }
            """);
    Process child =
        SimulatorCommandTest.start(
            "simulator", "--json", "--scenario", file.toString(), "--policy", "grace_same");
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      JsonNode welcome = StrictJson.object(lines.readLine());

      int first = SimulatorCommandTest.spend(welcome).statusCode();
      int second = SimulatorCommandTest.spend(welcome).statusCode();
      JsonNode terms = admin(welcome, "/terms");
      JsonNode families = admin(welcome, "/families");

      assertThat(List.of(first, second)).containsExactly(503, 200);
      assertThat(welcome.path("seed").asLong()).isEqualTo(3);
      assertThat(terms.path("policy").asText()).isEqualTo("GRACE_SAME");
      assertThat(terms.path("accessTtl").asText()).isEqualTo("PT5M");
      assertThat(families.at("/families/0/usableAccessTokens").toString())
          .isEqualTo("[\"F1.at1\"]");
    } finally {
      child.destroyForcibly();
    }
  }

  private static JsonNode admin(JsonNode welcome, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(welcome.path("admin").asText() + path))
            .header("Authorization", "Bearer " + welcome.path("adminToken").asText())
            .build();
    return StrictJson.object(
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
