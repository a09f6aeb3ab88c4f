package dev.pawl.source;

import dev.pawl.file.FileTrust;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.settings.VendorVariables;
import dev.pawl.source.ShareableSource.Terms;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the settings say of the {@code apiKeyHelper}.
 *
 * @param file that names it
 * @param line for the shell
 * @param chatty whether it may write to standard error without having failed
 * @param terms on which its keys are shared
 */
record HelperCommand(Path file, String line, boolean chatty, Terms terms) {
  static final String NAME = "apiKeyHelper";
  static final String TTL = VendorVariables.HELPER_TTL;

  private static final long DEFAULT_TTL_MILLIS = 300_000;
  private static final long LONGEST_TTL_MILLIS = Duration.ofDays(366).toMillis();
  private static final long LONGEST_TIMEOUT_SECONDS = 3_600;
  private static final long DEFAULT_TIMEOUT_SECONDS = 60;

  /**
   * The helper of {@code settings}; null if there is none.
   *
   * @throws SettingsException if there is one and it cannot be understood or trusted
   */
  static @Nullable HelperCommand of(Settings settings, Map<String, String> environment)
      throws IOException {
    Setting command = settings.find(NAME);
    if (command == null) {
      return null;
    }
    String line = command.text();
    if (line.isBlank()) {
      throw command.malformed("is empty; name a command or remove the field");
    }
    requireTrusted(command, environment);
    Terms terms =
        new Terms(
            key(command, line, declared(settings), environment),
            Credential.Kind.BOTH,
            Duration.ofMillis(ttl(environment)),
            Duration.ofSeconds(timeout(settings)));
    return new HelperCommand(command.file(), line, isChatty(settings), terms);
  }

  /* Whoever may write what it runs may run commands as this user. */
  private static void requireTrusted(Setting command, Map<String, String> environment)
      throws IOException {
    FileTrust.Flaw flaw = CommandFiles.flaw(command.text(), environment);
    if (flaw != null) {
      throw command.malformed("names a file that cannot be trusted: " + flaw.sentence());
    }
  }

  /**
   * Makes sure, right before it is run, that nobody else could have changed what it names.
   *
   * @throws HelperException if somebody could
   */
  void requireTrusted(Map<String, String> environment) throws IOException {
    FileTrust.Flaw flaw = CommandFiles.flaw(line, environment);
    if (flaw != null) {
      throw new HelperException(
          origin() + " names a file that cannot be trusted: " + flaw.sentence(), null);
    }
  }

  private static List<String> declared(Settings settings) throws SettingsException {
    Setting names = settings.find("helper.env");
    return names == null ? List.of() : names.texts();
  }

  /* Each part with its length before it, so that no two lists of parts read the same. */
  private static String key(
      Setting command, String line, List<String> declared, Map<String, String> environment) {
    StringBuilder parts = new StringBuilder();
    append(parts, command.file().toString());
    append(parts, line);
    for (String name : declared) {
      append(parts, name);
      append(parts, environment.containsKey(name) ? "=" + environment.get(name) : "");
    }
    return Fingerprint.of(parts.toString()).value();
  }

  private static void append(StringBuilder parts, String part) {
    parts.append(part.length()).append(':').append(part);
  }

  private static long ttl(Map<String, String> environment) throws HelperException {
    String text = environment.getOrDefault(TTL, "").strip();
    if (text.isEmpty()) {
      return DEFAULT_TTL_MILLIS;
    }
    try {
      long millis = Long.parseLong(text);
      if (millis > 0 && millis <= LONGEST_TTL_MILLIS) {
        return millis;
      }
    } catch (NumberFormatException e) {
      throw brokenTtl(e);
    }
    throw brokenTtl(null);
  }

  private static HelperException brokenTtl(@Nullable Exception cause) {
    return new HelperException(
        TTL + " is not a number of milliseconds from 1 to " + LONGEST_TTL_MILLIS, cause);
  }

  private static long timeout(Settings settings) throws SettingsException {
    Setting seconds = settings.find("helper.timeout");
    return seconds == null ? DEFAULT_TIMEOUT_SECONDS : seconds.integer(1, LONGEST_TIMEOUT_SECONDS);
  }

  private static boolean isChatty(Settings settings) throws SettingsException {
    Setting stderr = settings.find("helper.stderr");
    if (stderr == null || stderr.text().equals("error")) {
      return false;
    }
    if (stderr.text().equals("warn")) {
      return true;
    }
    throw stderr.malformed("is neither error nor warn");
  }

  String origin() {
    return NAME + " in " + file;
  }
}
