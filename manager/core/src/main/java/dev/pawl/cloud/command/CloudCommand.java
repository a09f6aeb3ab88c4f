package dev.pawl.cloud.command;

import dev.pawl.file.FileTrust;
import dev.pawl.process.ChildProcess;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.source.CommandFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command of the settings that a cloud's credentials need. The user's or the machine's settings
 * name it, never a project's.
 *
 * @param name of the setting
 * @param file that holds it
 * @param line for the shell
 */
public record CloudCommand(String name, Path file, String line) {

  /**
   * The command of the setting {@code name}; null if there is none.
   *
   * @throws IOException if there is one and it cannot be understood or trusted
   */
  static @Nullable CloudCommand of(
      Settings settings, @Nullable String name, Map<String, String> environment)
      throws IOException {
    Setting setting = name == null ? null : settings.find(name);
    if (name == null || setting == null) {
      return null;
    }
    String line = setting.text();
    if (line.isBlank()) {
      throw setting.malformed("is empty; name a command or remove the field");
    }
    FileTrust.Flaw flaw = CommandFiles.flaw(line, environment);
    if (flaw != null) {
      throw setting.malformed("names a file that cannot be trusted: " + flaw.sentence());
    }
    return new CloudCommand(name, setting.file(), line);
  }

  /**
   * The command, to be run with {@code environment} and with {@code mark}, by which its children
   * know that it runs.
   */
  ChildProcess.Builder marked(String mark, Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put(mark, "1");
    return ChildProcess.shell(line).environment(variables);
  }

  /** Where it is configured, for people. */
  String origin() {
    return name + " in " + file;
  }
}
