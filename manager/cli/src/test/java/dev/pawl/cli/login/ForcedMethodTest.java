package dev.pawl.cli.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.PawlCommand;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Shell;
import dev.pawl.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pawl login} where the administrator forces a method. */
final class ForcedMethodTest {
  @TempDir Path directory;

  @Test
  void login_byAnotherMethod_isRefusedAndChangesNothing() throws IOException {
    Run before = run("first-key\n", "login", "--method", "api-key");
    assertThat(before.exit).as(before.all).isZero();
    Map<String, String> stored = stored();
    force("\"console\"");

    Run login = run("second-key\n", "login", "--method", "api-key");

    assertThat(login.exit).isEqualTo(ExitCode.FIX_CONFIGURATION);
    assertThat(login.all)
        .contains(directory.resolve("managed-settings.json").toString())
        .contains("forceLoginMethod permits logins by console only, not by api-key")
        .contains("nothing was stored")
        .doesNotContain("second-key");
    assertThat(stored()).isEqualTo(stored).isNotEmpty();
    Files.delete(directory.resolve("managed-settings.json"));
    assertThat(run("", "token").all).isEqualTo("first-key\n");
  }

  @Test
  void login_byAnotherMethod_asksNoServerAndNobody() throws IOException {
    force("\"claudeai\"");

    Run login =
        run(
            "",
            "login",
            "--method=device",
            "--issuer=https://issuer.invalid",
            "--client-id=client",
            "--token-endpoint=https://issuer.invalid/token",
            "--device-endpoint=https://issuer.invalid/device");

    assertThat(login.exit).isEqualTo(ExitCode.FIX_CONFIGURATION);
    assertThat(login.all)
        .contains("forceLoginMethod permits logins by claudeai only, not by device");
    assertThat(stored()).isEmpty();
  }

  @Test
  void login_methodIsNotUnderstood_isRefused() throws IOException {
    force("\"\"");

    Run login = run("fake-key\n", "login", "--method", "api-key");

    assertThat(login.exit).isEqualTo(ExitCode.FIX_CONFIGURATION);
    assertThat(login.all).contains("managed-settings.json", "forceLoginMethod");
    assertThat(stored()).isEmpty();
  }

  private void force(String method) throws IOException {
    Files.writeString(
        directory.resolve("managed-settings.json"), "{\"forceLoginMethod\": " + method + "}");
  }

  private Map<String, String> stored() throws IOException {
    Path grants = directory.resolve("state/grants");
    if (!Files.exists(grants)) {
      return Map.of();
    }
    try (Stream<Path> files = Files.list(grants)) {
      return files.collect(Collectors.toMap(Path::toString, ForcedMethodTest::text));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private record Run(int exit, String all) {}

  private Run run(String input, String... args) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, UTF_8);
    Shell shell =
        new Shell(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            out,
            out,
            Map.of("PAWL_HOME", directory.resolve("state").toString()),
            new Settings(null, directory.resolve("managed-settings.json")));
    int exit = PawlCommand.run(args, shell);
    return new Run(exit, said.toString(UTF_8));
  }
}
