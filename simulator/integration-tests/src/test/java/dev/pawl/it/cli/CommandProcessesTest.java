package dev.pawl.it.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import dev.pawl.TokenManager;
import dev.pawl.cli.Main;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.spi.Grant;
import dev.pawl.spi.TokenSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** Commands and an embedding program as processes of their own. */
final class CommandProcessesTest {
  private static final int PROCESSES = 8;
  private static final String BEGIN = "<!-- embedding -->\n";
  private static final String END = "<!-- /embedding -->";

  @RegisterExtension final UserScene scene = UserScene.strict();

  @Test
  void token_expiredAndAskedByEightProcesses_isSpentOnce() throws Exception {
    storeExpired("default");

    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(child(Main.class, "token"));
    }
    List<CommandRun> runs = new ArrayList<>();
    for (Process process : processes) {
      runs.add(CommandRun.await(process));
    }

    assertThat(runs).hasSize(PROCESSES).containsOnly(runs.get(0));
    assertThat(runs.get(0).exit()).isZero();
    assertThat(runs.get(0).err()).isEmpty();
    assertThat(runs.get(0).out()).matches("[!-~]+\\R");
    scene.spends().areExactly(1);
  }

  @Test
  void login_asAProcess_showsItsSecretToNobody() throws Exception {
    IssuedGrant issued = scene.simulator.newFamily("alice");
    String issuer = scene.simulator.issuer().toString();
    Process login =
        child(
            Main.class,
            "login",
            "--issuer",
            issuer,
            "--client-id",
            scene.simulator.clientId(),
            "--refresh-token-stdin");
    String arguments = login.info().commandLine().orElse("");

    login.getOutputStream().write(issued.refreshToken().getBytes(UTF_8));
    CommandRun run = CommandRun.await(login);

    assertThat(run.exit()).as(run.all()).isZero();
    assertThat(arguments + run.all()).doesNotContain(issued.refreshToken());
  }

  @Test
  void embedding_ofTheReadme_callsTheApi() throws Exception {
    storeExpired("work");

    CommandRun run = CommandRun.await(child(Embedding.class, scene.simulator.api().toString()));

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("\"account\":\"alice\"");
    scene.spends().areExactly(1);
  }

  @Test
  void embedding_ofTheReadme_isTheTestedOne() throws IOException {
    Path root = root();
    String readme = Files.readString(root.resolve("README.md"));
    String source =
        Files.readString(
            root.resolve(
                "simulator/integration-tests/src/test/java/dev/pawl/it/cli/Embedding.java"));

    String shown = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));
    String imports = source.substring(source.indexOf("import "), source.indexOf("/**"));
    String tested = source.substring(source.indexOf("public final class"));

    assertThat(shown).isEqualTo("```java\n" + imports + tested + "```\n");
    assertThat(tested.lines()).hasSizeLessThanOrEqualTo(20);
  }

  private static Path root() {
    Path step = Path.of("").toAbsolutePath();
    while (!Files.exists(step.resolve("README.md"))) {
      step = java.util.Objects.requireNonNull(step.getParent(), "no README.md above the module");
    }
    return step;
  }

  private Process child(Class<?> main, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(), main.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(scene.environment);
    return builder.start();
  }

  private static String classPath() {
    return Stream.of(
            Main.class, Embedding.class, JsonFactory.class, CommandLine.class, NullMarked.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(joining(":"));
  }

  private void storeExpired(String profile) {
    IssuedGrant issued = scene.simulator.newFamily("alice");
    long end = System.currentTimeMillis() - 1000;
    TokenSet tokens =
        new TokenSet(
            issued.accessToken(), end - Duration.ofHours(1).toMillis(), end, issued.refreshToken());
    try (TokenManager manager =
        TokenManager.builder().profile(profile).environment(scene.environment).build()) {
      manager.login(Grant.login(scene.client(), tokens));
    }
  }
}
