package dev.pawl.it.kit;

import dev.pawl.cli.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a command did.
 *
 * @param exit its exit code
 * @param out all of its standard output
 * @param err all of its standard error
 */
public record CommandRun(int exit, String out, String err) {
  /** How a shell says that SIGKILL ended a process. */
  public static final int KILLED = 128 + 9;

  /** How a shell says that SIGTERM ended a process. */
  public static final int TERMINATED = 128 + 15;

  /** The environment of a user who has nothing but {@code directory}. */
  public static Map<String, String> environment(Path directory) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", directory.toString());
    environment.put("PAWL_HOME", directory.resolve("state").toString());
    environment.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
    return environment;
  }

  /** Writes the settings of that user. */
  public static void settings(Path directory, String json) throws IOException {
    Path file = directory.resolve("config/pawl/settings.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
  }

  /** Runs a command in this JVM. */
  public static CommandRun of(Map<String, String> environment, String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            args,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment);
    return new CommandRun(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Waits for a command that is a process of its own and gets nothing to read. */
  public static CommandRun await(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new CommandRun(process.waitFor(), out, err);
  }

  /** Everything that it said. */
  public String all() {
    return out + err;
  }
}
