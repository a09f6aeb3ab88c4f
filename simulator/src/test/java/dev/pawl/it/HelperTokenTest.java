package dev.pawl.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import dev.pawl.TokenManager;
import dev.pawl.cli.Main;
import dev.pawl.simulator.core.RejectionShape;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Pawl as the helper of programs that know nothing of it, each a process of its own. */
@Timeout(300)
final class HelperTokenTest {
  private static final String LONG = "300000";

  @TempDir Path directory;
  private Scene scene;
  private Map<String, String> environment;
  private final List<Process> children = new ArrayList<>();

  @BeforeEach
  void start() {
    scene = Scene.strict(directory.resolve("state"));
    scene.simulator.rejectionShape(RejectionShape.REVOKED_401);
    environment = CommandRun.environment(directory);
    try (TokenManager manager = TokenManager.builder().environment(environment).build()) {
      manager.login(scene.freshGrant());
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (Process child : children) {
      child.getOutputStream().close();
      assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
    }
    scene.close();
  }

  @Test
  void helper_keyIsRejected_isRefreshedOnceForAllProgramsAndAccepted() throws IOException {
    List<Agent> agents = agents(3, LONG);
    assertThat(requests(agents)).containsOnly("200 1 0");
    scene.spends().areNone();

    scene.simulator.revokeAccessTokens("F1");

    assertThat(requests(agents)).containsOnly("200 2 0");
    scene.spends().areExactly(1);
    assertThat(requests(agents)).containsOnly("200 2 0");
    assertThat(callFiles()).hasSize(3).allSatisfy(this::holdsNoSecret);
  }

  @Test
  void helper_everyKeyIsRejected_isRefreshedOnceAndStillPrintsOne() throws IOException {
    List<Agent> agents = agents(2, LONG);
    scene.fault("api#1-: BEFORE_COMMIT 401");

    assertThat(requests(agents)).containsOnly("401 11 0");

    scene.spends().areExactly(1);
  }

  @Test
  void helper_loginIsRevoked_isAskedOnceAndStillPrintsTheToken() throws IOException {
    List<Agent> agents = agents(1, LONG);
    scene.simulator.revokeFamily("F1");

    assertThat(requests(agents)).containsOnly("401 11 0");

    scene.spends().areExactly(1);
  }

  @Test
  void helper_askedAgainAtTheEndOfItsTime_isNoRejection() throws IOException {
    environment.put("CLAUDE_CODE_API_KEY_HELPER_TTL_MS", "1");
    List<Agent> agents = agents(1, "1");

    for (int i = 0; i < 5; i++) {
      assertThat(requests(agents)).allSatisfy(answer -> assertThat(answer).startsWith("200 "));
    }

    scene.spends().areNone();
  }

  @Test
  void helper_twoPrograms_areNotTakenForEachOther() throws IOException {
    Agent first = agents(1, LONG).get(0);
    Agent second = agents(1, LONG).get(0);

    assertThat(requests(List.of(first, second))).containsOnly("200 1 0");

    scene.spends().areNone();
  }

  @Test
  void helper_tokenEndsSooner_isRefreshedAhead() {
    scene.simulator.clock().advance(java.time.Duration.ofMinutes(1));

    CommandRun run = CommandRun.of(environment, "", "token", "--helper", "--min-valid", "59m30s");

    assertThat(run.exit()).as(run.all()).isZero();
    assertThat(run.out()).matches("[!-~]+\\R");
  }

  @Test
  void helper_nobodyIsLoggedIn_printsNothingAndSaysWhy() {
    assertThat(CommandRun.of(environment, "", "logout").exit()).isZero();

    CommandRun run = CommandRun.of(environment, "", "token", "--helper");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("pawl login");
  }

  private void holdsNoSecret(Path file) throws IOException {
    String text = Files.readString(file);
    assertThat(text).matches("[0-9]+ [0-9]+ [0-9a-f]{32}\n");
  }

  private List<Path> callFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("state/calls"))) {
      return files.toList();
    }
  }

  private List<Agent> agents(int count, String ttl) throws IOException {
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
            scene.simulator.api().toString(),
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
  private static List<String> requests(List<Agent> agents) throws IOException {
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

  private record Agent(BufferedReader out, BufferedWriter in) {}
}
