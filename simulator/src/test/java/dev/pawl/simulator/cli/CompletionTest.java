package dev.pawl.simulator.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.simulator.drill.script.Catalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manager's completion knows what the simulator's verbs accept; its list is ForeignVerbs. */
final class CompletionTest {

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void completion_ofAShell_knowsEveryDrillAndOption(String shell) {
    String script = completion(shell);

    Stream<String> options =
        Main.commandLine().getSubcommands().values().stream()
            .flatMap(verb -> verb.getCommandSpec().optionsMap().keySet().stream())
            .filter(name -> name.startsWith("--"))
            .filter(name -> !name.equals("--help") && !name.equals("--version"))
            .map(name -> name.substring(2));
    Stream<String> drills = Catalogue.drills().stream().map(drill -> drill.name());
    assertThat(Stream.of(options, drills, Stream.of("simulator", "bench", "exec")).flatMap(s -> s))
        .allSatisfy(word -> assertThat(script).contains(word));
  }

  private static String completion(String shell) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit =
        dev.pawl.cli.Main.run(
            new String[] {"completion", shell},
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, UTF_8),
            System.err,
            Map.of());
    assertThat(exit).isZero();
    return out.toString(UTF_8);
  }
}
