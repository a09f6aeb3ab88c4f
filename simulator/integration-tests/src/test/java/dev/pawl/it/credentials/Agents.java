package dev.pawl.it.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import dev.pawl.cli.Main;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import picocli.CommandLine;

/** Programs with Pawl as their helper, each a process of its own; see {@link AgentProgram}. */
final class Agents {
  private final URI api;
  private final Map<String, String> environment;
  private final List<Process> children = new ArrayList<>();

  /** Starts none; later ones get {@code environment} as it is then. */
  Agents(URI api, Map<String, String> environment) {
    this.api = api;
    this.environment = environment;
  }

  /** One of them. */
  record Agent(BufferedReader out, BufferedWriter in) {}

  /** Starts {@code count} more; each has called its helper once. */
  List<Agent> start(int count, String ttl) throws IOException {
    List<Agent> agents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      agents.add(agent(ttl));
    }
    for (Agent agent : agents) {
      assertThat(agent.out.readLine()).isEqualTo("ready");
    }
    return agents;
  }

  private Agent agent(String ttl) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String helper =
        java
            + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '"
            + classPath()
            + "' "
            + Main.class.getName()
            + " token --helper";
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath(),
            AgentProgram.class.getName(),
            helper,
            api.toString(),
            ttl);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    children.add(process);
    return new Agent(process.inputReader(UTF_8), process.outputWriter(UTF_8));
  }

  private static String classPath() {
    return Stream.of(
            Main.class, AgentProgram.class, JsonFactory.class, CommandLine.class, NullMarked.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(joining(":"));
  }

  /** One request of each, all at the same time. */
  static List<String> requests(List<Agent> agents) throws IOException {
    for (Agent agent : agents) {
      agent.in.write("request\n");
      agent.in.flush();
    }
    List<String> answers = new ArrayList<>();
    for (Agent agent : agents) {
      answers.add(String.valueOf(agent.out.readLine()));
    }
    return answers;
  }

  /** Ends them all. */
  void stop() throws IOException, InterruptedException {
    for (Process child : children) {
      child.getOutputStream().close();
      assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
    }
  }
}
