package dev.pawl.settings;

import dev.pawl.file.FileProblem;
import dev.pawl.file.FileTrust;
import dev.pawl.issuer.IssuerPresets;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value that a settings file gives, and where. A value of the wrong type is a complaint that
 * names file and field, never a default.
 *
 * @param file that says so
 * @param managed whether that is the machine's file, which the user cannot change
 * @param name of the field, with the names of the objects around it: {@code cache.engine}
 * @param value as the file has it
 */
public record Setting(Path file, boolean managed, String name, Object value) {

  /** The value of a field that holds text. */
  public String text() throws SettingsException {
    if (value instanceof String text) {
      return text;
    }
    throw malformed("is not text");
  }

  /**
   * The value of a field that names an issuer: its address, also where the field has the name of a
   * preset ({@code google}). What is neither is given as it is.
   */
  public String issuer() throws SettingsException {
    String text = text();
    if (!IssuerPresets.isName(text)) {
      return text;
    }
    try {
      return IssuerPresets.known(text).facts().getOrDefault("issuer", text);
    } catch (IllegalArgumentException e) {
      return text; // a login there says what is wrong with it
    }
  }

  /** The value of a field that holds a number from {@code least} to {@code most}. */
  public long integer(long least, long most) throws SettingsException {
    try {
      long number = new Fields(Collections.singletonMap(name, value)).integer(name, least);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (JsonException e) {
      throw malformed("is not a number from " + least + " to " + most);
    }
    throw malformed("is not a number from " + least + " to " + most);
  }

  /** The value of a field that holds true or false. */
  public boolean flag() throws SettingsException {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw malformed("is neither true nor false");
  }

  /** The value of a field that holds one text or a list of them. */
  public List<String> texts() throws SettingsException {
    if (value instanceof String text) {
      return List.of(text);
    }
    try {
      return new Fields(Collections.singletonMap(name, value)).texts(name);
    } catch (JsonException e) {
      throw malformed("is neither text nor a list of texts");
    }
  }

  /**
   * The file that a field names.
   *
   * @throws SettingsException if the path is not absolute, or if another user could change what
   *     lies there; that nothing lies there is for whoever reads it to tell
   */
  public Path namedFile() throws SettingsException {
    Path named = path();
    try {
      require(FileTrust.ofFile(named));
    } catch (IOException e) {
      requireAbsence(named, e);
    }
    return named;
  }

  /** As {@link #namedFile}, of a file with a secret, which no other user may read either. */
  public Path namedSecret() throws SettingsException {
    Path named = path();
    try {
      require(FileTrust.ofSecretFile(named));
    } catch (IOException e) {
      requireAbsence(named, e);
    }
    return named;
  }

  /** The absolute path that a field names; what lies there is not looked at. */
  public Path path() throws SettingsException {
    if (!text().startsWith("/")) {
      throw malformed("is not an absolute path");
    }
    try {
      return Path.of(text());
    } catch (InvalidPathException e) {
      throw malformed("is not a path");
    }
  }

  private void require(FileTrust.@Nullable Flaw flaw) throws SettingsException {
    if (flaw != null) {
      throw malformed("names a file that cannot be trusted: " + flaw.sentence());
    }
  }

  private void requireAbsence(Path named, IOException e) throws SettingsException {
    if (e instanceof SettingsException told) {
      throw told;
    }
    if (!(e instanceof NoSuchFileException)) {
      throw malformed("names " + named + ", which cannot be looked at: " + FileProblem.reason(e));
    }
  }

  /**
   * The field {@code member} of a field that holds an object; null if that has none.
   *
   * @throws SettingsException if it holds no object
   */
  public @Nullable Setting member(String member) throws SettingsException {
    Object found = object().get(member);
    return found == null ? null : new Setting(file, managed, name + "." + member, found);
  }

  /** The names of the fields of a field that holds an object, in the order of the text. */
  public List<String> members() throws SettingsException {
    return object().keySet().stream().map(String::valueOf).toList();
  }

  private Map<?, ?> object() throws SettingsException {
    if (value instanceof Map<?, ?> object) {
      return object;
    }
    throw malformed("is not an object");
  }

  /** A complaint about this setting; {@code what} must not quote the value. */
  public SettingsException malformed(String what) {
    return new SettingsException(file + ": field " + name + " " + what, null);
  }

  /** Where it stands, with the line if the file can still be read, for people. */
  public String place() {
    try {
      int line = Json.line(Files.readAllBytes(file), List.of(name.split("\\.", -1)));
      return line == 0 ? toString() : this + ", line " + line;
    } catch (IOException e) {
      return toString();
    }
  }

  /** Where it stands, without the value: that may be a secret. */
  @Override
  public String toString() {
    return name + " in " + file;
  }
}
