package dev.pawl.it.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.Main;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.Scene;
import dev.pawl.it.kit.Surfer;
import dev.pawl.process.NeededTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A login at a desktop with a clipboard: its tool stands among the programs of the system. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class CopiedAddressTest {
  private static final Pattern ADDRESS = Pattern.compile("^ +(http://\\S+)$");
  private static final String OVER_PROGRAMS =
      "mount -t overlay none -o lowerdir=\"$0\":/usr/bin /usr/bin";

  @TempDir Path directory;

  @Test
  void copy_clipboardIsThere_holdsTheAddressAtWhichTheLoginSucceeds() throws Exception {
    Path copied = directory.resolve("copied");
    Path tools = tools("xclip", "#!/bin/sh\nexec cat > '" + copied + "'\n");
    NeededTool.require("unshare", "-m", "sh", "-c", OVER_PROGRAMS, tools.toString());
    try (Scene scene = Scene.strict(directory.resolve("state"))) {
      Process login = login(scene, tools);
      String address = heard(login.errorReader(UTF_8), ADDRESS).group(1);
      login.outputWriter(UTF_8).write("c\n");
      login.outputWriter(UTF_8).flush();
      Matcher said = heard(login.errorReader(UTF_8), Pattern.compile("the address was copied"));

      URI pasted = URI.create(Files.readString(copied));
      HttpResponse<String> page = new Surfer().visit(pasted);
      String out = new String(login.getInputStream().readAllBytes(), UTF_8);

      assertThat(said.group()).isNotEmpty();
      assertThat(pasted).hasToString(address);
      assertThat(page.body()).contains("You are logged in");
      assertThat(login.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(login.exitValue()).isZero();
      assertThat(out).startsWith("logged in as profile work");
    }
  }

  private Path tools(String name, String script) throws IOException {
    Path tools = Files.createDirectory(directory.resolve("tools"));
    Path tool = Files.writeString(tools.resolve(name), script);
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    return tools;
  }

  private Process login(Scene scene, Path tools) throws IOException {
    List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c"));
    command.addAll(List.of(OVER_PROGRAMS + " && exec \"$@\"", tools.toString()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "login", "work"));
    command.addAll(List.of("--issuer", scene.simulator.issuer().toString()));
    command.addAll(List.of("--client-id", scene.simulator.clientId()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(CommandRun.environment(directory));
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("DISPLAY", ":7");
    builder.environment().put("BROWSER", "true");
    return builder.start();
  }

  private static Matcher heard(BufferedReader ear, Pattern wanted) throws IOException {
    String line = ear.readLine();
    while (line != null) {
      Matcher matcher = wanted.matcher(line);
      if (matcher.find()) {
        return matcher;
      }
      line = ear.readLine();
    }
    throw new AssertionError("never said: " + wanted);
  }
}
