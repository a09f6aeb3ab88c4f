package dev.pawl.clouds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.cli.Main;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.simulator.cloud.aws.AwsOperations;
import dev.pawl.simulator.cloud.aws.SsoSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A person at the terminals of commands that find a session ended: what the command of {@code
 * awsAuthRefresh} says is shown at each, and the person follows it once.
 */
final class CloudTerminalTest {
  private static final Path AWS = Path.of("/usr/bin/aws");
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final String CODE = "enter the code ABCD";

  @AutoClose final CloudUser user = CloudUser.withoutTls();

  @BeforeEach
  void endTheSession() throws IOException {
    assumeTrue(
        Files.isExecutable(SCRIPT), "there is no " + SCRIPT + " here; .ci/setup installs it");
    SsoSession session = user.simulator().aws().newSession("alice");
    user.simulator().aws().writeHome(user.home(), session);
    user.simulator()
        .aws()
        .writeHome(user.home().resolve("again"), user.simulator().aws().newSession("alice again"));
    user.simulator().aws().sso().revokeFamily(session.family());
    user.settings("{\"awsAuthRefresh\": \"" + login() + "\"}");
  }

  /* It waits for the person, who has seen the code first. */
  private Path login() throws IOException {
    return user.script(
        "login",
        """
        echo >> $HOME/prompts
        mkfifo $HOME/person
        echo '%s' >&2
        read answer < $HOME/person
        cp $HOME/again/.aws/sso/cache/* $HOME/.aws/sso/cache/
        """
            .formatted(CODE));
  }

  @Test
  void aws_sessionEndedForSeveral_eachTerminalShowsTheCodeAndOnePersonIsAskedOnce()
      throws Exception {
    assumeTrue(Files.isExecutable(AWS), "there is no " + AWS + " here; .ci/setup installs it");
    String process = line(user.builder(Main.class, "aws-credentials", "--aws-profile", "default"));
    Files.writeString(
        user.home().resolve(".aws/config"),
        "\n[profile work]\nregion = us-east-1\ncredential_process = " + process + "\n",
        StandardOpenOption.APPEND);
    String aws =
        AWS
            + " --no-cli-pager --profile work --endpoint-url "
            + user.simulator().aws().endpoint()
            + " sts get-caller-identity";

    List<Terminal> terminals = List.of(terminal(aws), terminal(aws), terminal(aws));
    for (Terminal terminal : terminals) {
      terminal.hear(CODE);
    }
    enterTheCode();

    for (Terminal terminal : terminals) {
      assertThat(terminal.end()).as(terminal.said.toString()).isZero();
      assertThat(terminal.said).anyMatch(line -> line.contains("\"Account\": \"123456789012\""));
    }
    assertThat(user.prompts()).isEqualTo(1);
    assertThat(user.asked(AwsOperations.CREATE_TOKEN)).isEqualTo(1);
    assertThat(user.asked(AwsOperations.GET_CALLER_IDENTITY)).isEqualTo(3);
  }

  @Test
  void awsCredentials_sessionEnded_showTheCodeAtTheTerminalAndNotInTheDocument() throws Exception {
    Path document = user.home().resolve("document");
    Terminal terminal =
        terminal(line(user.builder(Main.class, "aws-credentials")) + " >" + document);

    terminal.hear(CODE);
    enterTheCode();

    assertThat(terminal.end()).as(terminal.said.toString()).isZero();
    assertThat(document).content().startsWith("{\"Version\":1,").doesNotContain("ABCD");
    assertThat(user.prompts()).isEqualTo(1);
  }

  private void enterTheCode() throws IOException {
    Files.writeString(user.home().resolve("person"), "done\n", StandardOpenOption.WRITE);
  }

  private static String line(ProcessBuilder builder) {
    return String.join(" ", builder.command());
  }

  private Terminal terminal(String line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString(), "-qec", line, "/dev/null");
    builder.environment().clear();
    builder.environment().putAll(user.environment());
    Process process = builder.redirectErrorStream(true).start();
    return new Terminal(process, process.inputReader(UTF_8), new ArrayList<>());
  }

  /** A command at a terminal of its own. */
  private record Terminal(Process process, BufferedReader screen, List<String> said) {
    void hear(String words) throws IOException {
      String line = screen.readLine();
      while (line != null && !line.contains(words)) {
        said.add(line);
        line = screen.readLine();
      }
      assertThat(line).as(said.toString()).isNotNull();
    }

    int end() throws IOException, InterruptedException {
      screen.lines().forEach(said::add);
      return process.waitFor();
    }
  }
}
