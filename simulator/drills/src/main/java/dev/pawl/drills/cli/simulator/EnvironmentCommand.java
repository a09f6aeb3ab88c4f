package dev.pawl.drills.cli.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.simulator.cloud.HomeFiles;
import dev.pawl.simulator.wire.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pawl simulator env}: has a shell take a running simulator for the vendors. */
@Command(
    name = "env",
    description =
        "Prints the variables with which SDKs and command lines of clouds go to a running"
            + " simulator, and writes the home directory that they name.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:printed",
      "1:the simulator does not answer, has no clouds, or the home directory cannot be written",
      "2:wrong usage"
    })
final class EnvironmentCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description = "What 'pawl simulator --clouds --json' printed; - for standard input.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private Path file;

  @Option(
      names = "--shell",
      paramLabel = "SHELL",
      converter = ShellOption.class,
      completionCandidates = ShellOption.class,
      description = "For whom: ${COMPLETION-CANDIDATES}. Default: bash.")
  private Shell shell = Shell.BASH;

  private static final class ShellOption extends WordOption<Shell> {
    ShellOption() {
      super(Shell.values(), shell -> shell.name().toLowerCase(Locale.ROOT));
    }
  }

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The home directory; files in it are replaced. Default: a new temporary one.")
  private @Nullable Path home;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    RunningSimulator simulator;
    try {
      simulator = RunningSimulator.of(StrictJson.object(read()));
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          file + " is not what 'pawl simulator --json' prints: " + e.getMessage(),
          e);
    }
    try {
      Path place =
          home == null
              ? Files.createTempDirectory("pawl-simulator-home-")
              : Files.createDirectories(home.toAbsolutePath());
      JsonNode environment = simulator.environment(place);
      HomeFiles.write(place, texts(environment.path("files")));
      List<String> unset = new ArrayList<>();
      environment.path("unset").forEach(name -> unset.add(name.asText()));
      Map<String, String> variables = texts(environment.path("variables"));
      Path authority = place.resolve("ca.pem");
      if (environment.path("files").has("ca.pem")) {
        variables.put(
            "JAVA_TOOL_OPTIONS", TrustStore.of(authority).writeTo(place.resolve("trust.p12")));
      }
      spec.commandLine().getOut().print(shell.script(variables, unset));
      spec.commandLine().getOut().flush();
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println("pawl simulator env: " + e.getMessage());
      return 1;
    }
  }

  private String read() throws IOException {
    return file.toString().equals("-")
        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
        : Files.readString(file);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
    return texts;
  }
}
