package dev.pawl.settings;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.pawl.file.DurableFile;
import dev.pawl.file.FileProblem;
import dev.pawl.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of one profile, to be written into the user's settings. Whatever else the file
 * says stays, in its order. Each write is whole or not done, also if the machine stops.
 *
 * @param file the user's settings, which need not exist
 * @param settings as they are now
 * @param profile whom it is about
 */
public record SettingsEdit(Path file, Settings settings, String profile) {

  /**
   * An edit of what {@code settings} say of {@code profile}.
   *
   * @throws SettingsException if this user has no place for settings
   */
  public static SettingsEdit of(Settings settings, String profile) throws SettingsException {
    Path file = settings.user();
    if (file == null) {
      throw new SettingsException(
          "there is no place for settings: set HOME, or XDG_CONFIG_HOME, to a directory", null);
    }
    return new SettingsEdit(file, settings, profile);
  }

  /** Where {@link #putSecret} keeps the secret of the profile's client. */
  public Path secretFile() {
    return file.resolveSibling("secrets").resolve(profile);
  }

  /**
   * Keeps the secret of the profile's client in a file that this user alone may read.
   *
   * @param secret visible ASCII
   * @throws SettingsException if it cannot be written
   */
  public void putSecret(String secret) throws SettingsException {
    write(secretFile(), (secret + "\n").getBytes(US_ASCII));
  }

  /**
   * Gives each of {@code fields} of {@code profiles.PROFILE} its value.
   *
   * @throws SettingsException if the file cannot be read, understood or written, or has been
   *     changed meanwhile
   */
  public void put(Map<String, String> fields) throws SettingsException {
    byte @Nullable [] before = bytes();
    Map<String, @Nullable Object> all = copy(settings.fields(file));
    Map<String, @Nullable Object> profiles = member(all, Settings.PROFILES);
    member(profiles, profile).putAll(fields);
    if (!Arrays.equals(before, bytes())) {
      throw new SettingsException(file + " was changed meanwhile; try again", null);
    }
    write(file, Json.writePretty(all).getBytes(US_ASCII));
  }

  private byte @Nullable [] bytes() throws SettingsException {
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : null;
    } catch (IOException e) {
      throw new SettingsException(file + " cannot be read: " + FileProblem.reason(e), e);
    }
  }

  private Map<String, @Nullable Object> member(Map<String, @Nullable Object> of, String name)
      throws SettingsException {
    Object value = of.get(name);
    if (value != null && !(value instanceof Map<?, ?>)) {
      throw new SettingsException(file + ": field " + name + " is not an object", null);
    }
    Map<String, @Nullable Object> member = copy(value == null ? Map.of() : (Map<?, ?>) value);
    of.put(name, member);
    return member;
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> object) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    object.forEach((name, value) -> copy.put(String.valueOf(name), value));
    return copy;
  }

  /* A link stays one: many people keep their settings elsewhere. */
  private static void write(Path file, byte[] bytes) throws SettingsException {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file;
      Path directory = Objects.requireNonNull(target.getParent());
      DurableFile.createDirectory(directory);
      Path fresh = directory.resolve(target.getFileName() + "." + ProcessHandle.current().pid());
      DurableFile.create(fresh);
      try {
        DurableFile.write(fresh, bytes);
        DurableFile.rename(fresh, target);
      } finally {
        DurableFile.delete(fresh);
      }
      DurableFile.force(directory);
    } catch (IOException e) {
      throw new SettingsException(file + " cannot be written: " + FileProblem.reason(e), e);
    }
  }
}
