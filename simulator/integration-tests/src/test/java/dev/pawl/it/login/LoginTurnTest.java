package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.TRY_LATER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.Main;
import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.Surfer;
import dev.pawl.it.kit.UserScene;
import dev.pawl.lock.KernelLock;
import dev.pawl.simulator.core.Consent.Manner;
import dev.pawl.simulator.core.operation.Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many commands want a login at once; one of them bothers the person. */
final class LoginTurnTest {
  private final Surfer browser = new Surfer();

  @RegisterExtension final UserScene scene = UserScene.strict();
  private Path tabs;

  @BeforeEach
  void start() throws IOException {
    tabs = scene.directory.resolve("tabs");
    Path script = scene.directory.resolve("browser");
    Files.writeString(script, "#!/bin/sh\nprintf 'tab\\n' >> '" + tabs + "'\n");
    Files.setPosixFilePermissions(script, fromString("rwx------"));
    scene.environment.put("BROWSER", script.toString());
  }

  @Test
  void login_underWayElsewhere_isAwaitedAndAdopted() throws Exception {
    try (LiveCommand first = logIn();
        LiveCommand second = logIn();
        LiveCommand third = logIn()) {
      LiveCommand leader = leader(List.of(first, second, third));
      for (LiveCommand other : others(List.of(first, second, third), leader)) {
        other.hears("waiting for a login that is under way in ");
      }

      HttpResponse<String> unused = browser.visit(leader.address());

      for (LiveCommand each : List.of(first, second, third)) {
        CommandRun end = each.end();
        assertThat(end.exit()).as(end.err()).isEqualTo(OK);
        assertThat(end.out()).startsWith("logged in as profile work");
      }
      assertThat(Files.readAllLines(tabs)).hasSize(1);
      assertThat(scene.simulator.ledger().entries().of(Operation.LOGIN).count()).isEqualTo(1);
    }
  }

  @Test
  void login_failedElsewhere_opensNoFurtherTab() throws Exception {
    scene.simulator.consent().browser(Manner.DENY);
    try (LiveCommand first = logIn();
        LiveCommand second = logIn()) {
      LiveCommand leader = leader(List.of(first, second));
      LiveCommand waiting = others(List.of(first, second), leader).get(0);
      waiting.hears("waiting for a login");

      HttpResponse<String> unused = browser.visit(leader.address());

      CommandRun end = waiting.end();
      assertThat(end.exit()).isEqualTo(TRY_LATER);
      assertThat(end.err())
          .contains("a login of profile work failed", "denied in the browser", "--again does it");
      assertThat(Files.readAllLines(tabs)).hasSize(1);
    }
  }

  @Test
  void login_failedJustNow_isRepeatedIfAskedFor() throws Exception {
    scene.simulator.consent().browser(Manner.DENY);
    try (LiveCommand failing = logIn()) {
      HttpResponse<String> unused = browser.visit(failing.address());
      CommandRun end = failing.end();
      assertThat(end.exit()).isNotZero();
    }
    scene.simulator.consent().browser(Manner.APPROVE);

    CommandRun unasked = scene.run(arguments().toArray(String[]::new));
    try (LiveCommand asked = logIn("--again")) {
      HttpResponse<String> unused = browser.visit(asked.address());

      assertThat(unasked.exit()).isEqualTo(TRY_LATER);
      assertThat(asked.end().exit()).isEqualTo(OK);
    }
    try (LiveCommand after = logIn()) {
      HttpResponse<String> unused = browser.visit(after.address());
      assertThat(after.end().exit()).isEqualTo(OK);
    }
  }

  @Test
  void login_processIsKilled_freesTheTurnAndLeavesATrace() throws Exception {
    Process process = process();
    try (BufferedReader err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
      String line = err.readLine();
      while (line != null && !line.contains("a browser was opened")) {
        line = err.readLine();
      }
      assertThat(line).isNotNull();
    } finally {
      process.destroyForcibly().waitFor();
    }

    CommandRun next = scene.run(arguments().toArray(String[]::new));
    try (LiveCommand asked = logIn("--again")) {
      HttpResponse<String> unused = browser.visit(asked.address());

      assertThat(next.exit()).isEqualTo(TRY_LATER);
      assertThat(next.err()).contains("its process ended without a result");
      assertThat(asked.end().exit()).isEqualTo(OK);
    }
  }

  @Test
  void login_turnTookPartOfTheWait_hasTheRestOfItAlone() throws Exception {
    Path unused = Files.createDirectory(scene.home, asFileAttribute(fromString("rwx------")));
    KernelLock.Held turn =
        Objects.requireNonNull(StateDirectory.of(scene.environment).loginLock().tryAcquire());
    try (LiveCommand waiting = logIn("--wait", "3s")) {
      waiting.hears("waiting for a login that is under way in ");
      turn.close();

      CommandRun end = waiting.end();

      assertThat(end.exit()).isEqualTo(TRY_LATER);
      assertThat(end.err()).containsPattern("nobody finished the login within [0-2] s");
    }
  }

  private Process process() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(arguments());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(scene.environment);
    return builder.start();
  }

  private LiveCommand logIn(String... more) throws IOException {
    List<String> args = arguments();
    args.addAll(List.of(more));
    return new LiveCommand(scene.environment, args.toArray(String[]::new));
  }

  private List<String> arguments() {
    return new ArrayList<>(
        List.of(
            "login",
            "work",
            "--issuer",
            scene.simulator.issuer().toString(),
            "--client-id",
            scene.simulator.clientId()));
  }

  /** The command that has the turn: the others say that they wait. */
  private static LiveCommand leader(List<LiveCommand> commands) throws Exception {
    for (LiveCommand command : commands) {
      if (!command.hears("waiting for (a login|it to come back)").group(1).equals("a login")) {
        return command;
      }
    }
    throw new AssertionError("nobody has the turn");
  }

  private static List<LiveCommand> others(List<LiveCommand> commands, LiveCommand leader) {
    return commands.stream().filter(command -> command != leader).toList();
  }
}
