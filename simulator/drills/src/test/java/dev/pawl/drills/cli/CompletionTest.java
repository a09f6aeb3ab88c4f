package dev.pawl.drills.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.drills.script.Catalogue;
import dev.pawl.simulator.core.Leniency;
import dev.pawl.simulator.tls.Certificate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manager's completion knows what the simulator's verbs accept; its list is ForeignVerbs. */
final class CompletionTest {

  @ParameterizedTest
  @ValueSource(strings = {"simulator", "drill"})
  void completion_ofAVerb_knowsEveryOption(String verb) {
    Stream<String> options =
        Objects.requireNonNull(Main.commandLine().getSubcommands().get(verb))
            .getCommandSpec()
            .optionsMap()
            .keySet()
            .stream()
            .filter(name -> name.startsWith("--"))
            .filter(name -> !name.equals("--help") && !name.equals("--version"));

    assertThat(completion(verb, "--").lines()).containsAll(options.toList());
  }

  @Test
  void completion_ofLenient_knowsEveryLeniency() {
    assertThat(completion("simulator", "--lenient", "").lines())
        .containsAll(Stream.of(Leniency.values()).map(Leniency::word).toList());
  }

  @Test
  void completion_ofTls_knowsEveryCertificate() {
    assertThat(completion("simulator", "--tls", "").lines())
        .containsAll(Stream.of(Certificate.values()).map(Certificate::word).toList());
  }

  @Test
  void completion_ofSimulator_knowsTheShellsOfEnv() {
    assertThat(completion("simulator", "").lines()).contains("env");
    assertThat(completion("simulator", "env", "--shell", "").lines())
        .containsExactlyInAnyOrder("bash", "fish", "json");
  }

  @Test
  void completion_ofDrill_knowsEveryDrill() {
    assertThat(completion("drill", "").lines())
        .containsAll(Catalogue.drills().stream().map(drill -> drill.name()).toList());
  }

  private static String completion(String... words) {
    List<String> all = new ArrayList<>(List.of("completion", "words", "--"));
    all.addAll(List.of(words));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit =
        dev.pawl.cli.Main.run(
            all.toArray(String[]::new),
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, UTF_8),
            System.err,
            Map.of());
    assertThat(exit).isZero();
    return out.toString(UTF_8);
  }
}
