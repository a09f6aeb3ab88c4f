package dev.pawl.it.cli;

import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.Main;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sentences that people read. */
final class WordingTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  @Test
  void use_nobodyIsLoggedIn_saysSoWithoutAnEmptyList() {
    CommandRun run = scene.run("use", "nobody");

    assertThat(run.exit()).isEqualTo(LOG_IN);
    assertThat(run.err())
        .contains("nobody is logged in as profile nobody, nor as any other")
        .contains("next: pawl login nobody")
        .doesNotContain("[");
  }

  @Test
  void use_othersAreLoggedIn_namesThoseAlone() throws IOException {
    scene.loggedIn();
    Path grants = scene.directory.resolve("state/grants");
    Files.writeString(grants.resolve("bad.json"), "{");

    CommandRun run = scene.run("use", "other");
    CommandRun damaged = scene.run("use", "bad");

    assertThat(run.err()).contains("profile other; logged in: default\n").doesNotContain("bad");
    assertThat(damaged.exit()).isEqualTo(LOG_IN);
    assertThat(damaged.err()).doesNotContain("logged in:").contains("next: pawl login bad");
  }

  @Test
  void anyVerb_somethingIsMissing_isNamedInASentence() {
    assertThat(scene.run("use").err()).startsWith("pawl: NAME is missing\n");
    assertThat(scene.run("exec", "--").err()).startsWith("pawl: CMD is missing\n");
    assertThat(scene.run("completion").err()).startsWith("pawl: SHELL is missing\n");
    assertThat(scene.run("token", "--source").err()).startsWith("pawl: --source needs a value\n");
  }

  @Test
  void anyVerb_valueThatAnOptionCannotHave_isNotRepeated() {
    CommandRun flag = scene.run("token", "--helper=planted-secret");
    CommandRun number = scene.run("login", "--expected-profiles", "planted-secret");
    CommandRun twice =
        scene.run("token", "--source", "planted-secret", "--source", "planted-secret");

    assertThat(flag.err()).startsWith("pawl: --helper cannot have that value\n");
    assertThat(number.err()).startsWith("pawl: --expected-profiles cannot have that value\n");
    assertThat(twice.err()).startsWith("pawl: --source is given twice\n");
    assertThat(flag.all() + number.all() + twice.all()).doesNotContain("planted-secret");
  }

  @Test
  void anyVerb_durationThatIsNone_namesTheHelpOfThatVerb() {
    CommandRun login = scene.run("login", "--wait", "soon", "--issuer", "https://x.example");
    CommandRun token = scene.run("token", "--min-valid", "soon");

    assertThat(login.exit()).isEqualTo(USAGE);
    assertThat(login.err())
        .isEqualTo(
            """
            pawl: a duration is written 90s, 10m, 1h30m, 2d or PT10M
                  next: pawl login --help
            """);
    assertThat(token.exit()).isEqualTo(USAGE);
    assertThat(token.err()).endsWith("next: pawl token --help\n");
  }

  @Test
  void anyVerb_nameThatNoProfileCanHave_namesTheHelpOfThatVerb() {
    assertThat(scene.run("token", "a/b").err()).endsWith("next: pawl token --help\n");
    assertThat(scene.run("status", "a/b").err()).endsWith("next: pawl status --help\n");
    assertThat(scene.run("logout", "a/b").err()).endsWith("next: pawl logout --help\n");
  }

  @Test
  void login_tokenWithoutEnd_isNotSaidToEndNever() {
    CommandRun login =
        CommandRun.of(scene.environment, "planted-key\n", "login", "--method", "api-key");

    assertThat(login.out()).isEqualTo("logged in as profile default; it has no known end\n");
    assertThat(scene.run("status").out()).contains("expires     never");
  }

  @Test
  void doctor_serverRefusedTheLogin_namesTheCommandWhole() {
    scene.simulator.clock().advance(Duration.ofHours(-2));
    scene.loggedIn();
    scene.simulator.families().forEach(family -> scene.simulator.revokeFamily(family.name()));

    CommandRun token = scene.run("token");
    CommandRun doctor = scene.run("doctor");

    assertThat(token.exit()).isEqualTo(LOG_IN);
    assertThat(doctor.out()).contains("next: pawl login default").doesNotContain("login again");
  }

  @Test
  void doctor_settingThatDoesNotExist_isToldWithTheNearest() throws IOException {
    CommandRun.settings(scene.directory, "{\"presedence\": \"current\"}");

    CommandRun doctor = scene.run("doctor");

    assertThat(doctor.out())
        .contains("WARN settings:", "no setting is called presedence; perhaps precedence is meant");
    assertThat(doctor.exit()).isEqualTo(OK);
  }

  @Test
  void status_readerHasGone_isQuiet() throws Exception {
    scene.loggedIn();
    for (String verb : List.of("status", "doctor", "token", "accounts", "token --help")) {
      CommandRun run = unread(verb);

      assertThat(run.err()).as(verb).endsWith("141\n").doesNotContain("cannot be written");
    }
  }

  /* The reader goes before the JVM has begun. */
  private CommandRun unread(String verb) throws Exception {
    Path gate = Files.createFile(scene.directory.resolve("gate"));
    String java =
        System.getProperty("java.home")
            + "/bin/java -XX:TieredStopAtLevel=1 -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + Main.class.getName()
            + " "
            + verb;
    String script =
        "{ while [ -e '"
            + gate
            + "' ]; do :; done; "
            + java
            + "; echo $? >&2; } | rm '"
            + gate
            + "'";
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script);
    builder.environment().clear();
    builder.environment().putAll(scene.environment);
    builder.environment().put("PATH", "/usr/bin:/bin");
    Process process = builder.start();
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new CommandRun(process.waitFor(), "", err);
  }
}
