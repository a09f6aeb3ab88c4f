package dev.pawl.settings;

import dev.pawl.file.FileProblem;
import dev.pawl.file.FileTrust;
import dev.pawl.json.Fields;
import dev.pawl.json.JsonException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The user's {@code settings.json} and the machine's {@code managed-settings.json}: which files
 * they are, and what they say. The managed file outranks the user's. A project's own directory is
 * never read for settings: it could name commands or endpoints; and neither is a file that another
 * user could have written.
 *
 * @param user the user's file; null if there is nowhere to look for one
 * @param managed the machine's file; null if there is none to look at
 */
public record Settings(@Nullable Path user, @Nullable Path managed) {
  private static final Path MANAGED = Path.of("/etc/pawl/managed-settings.json");
  static final String PROFILES = "profiles";
  private static final int LIMIT = 1 << 20;

  /** The settings that {@code environment} asks for, and the machine's. */
  public static Settings of(Map<String, String> environment) {
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    if (config.startsWith("/")) {
      return new Settings(Path.of(config, "pawl", "settings.json"), MANAGED);
    }
    return new Settings(
        home.startsWith("/") ? Path.of(home, ".config", "pawl", "settings.json") : null, MANAGED);
  }

  /** The files, the one that outranks the other last; a file need not exist. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    if (user != null) {
      files.add(user);
    }
    if (managed != null) {
      files.add(managed);
    }
    return files;
  }

  /**
   * The value of a field, the managed file's if it has one; null if neither file has.
   *
   * @param name of the field, objects around it first: {@code cache.engine}
   * @throws SettingsException if a file cannot be read or understood
   */
  public @Nullable Setting find(String name) throws SettingsException {
    return find(List.of(name.split("\\.", -1)));
  }

  /** As {@link #find(String)}, name by name: for objects whose own names may hold dots. */
  public @Nullable Setting find(List<String> names) throws SettingsException {
    Setting found = managed == null ? null : find(managed, names);
    return found != null || user == null ? found : find(user, names);
  }

  /** As {@link #find}, in the machine's file alone: for what the user must not decide. */
  public @Nullable Setting managed(String name) throws SettingsException {
    return managed == null ? null : find(managed, List.of(name.split("\\.", -1)));
  }

  /**
   * Whether the machine's file has the field {@code name} with any value, be it null: for what must
   * not be taken for absent because it is malformed.
   */
  public boolean isManaged(String name) throws SettingsException {
    return managed != null && read(managed).asMap().containsKey(name);
  }

  @Nullable Setting find(Path file, List<String> names) throws SettingsException {
    String first = names.get(0);
    Object value = read(file).asMap().get(first);
    Setting at = value == null ? null : new Setting(file, file.equals(managed), first, value);
    for (int i = 1; at != null && i < names.size(); i++) {
      at = at.member(names.get(i));
    }
    return at;
  }

  /**
   * What they say of {@code profile}, the managed file winning.
   *
   * @throws SettingsException if a file cannot be read or understood
   */
  public ProfileSettings profile(String profile) throws SettingsException {
    ProfileSettings found = ProfileSettings.SILENT;
    for (Path file : files()) {
      ProfileSettings said = profile(file, profile);
      found = said.equals(ProfileSettings.SILENT) ? found : said;
    }
    return found;
  }

  /**
   * What they say of the errors of issuers, by issuer, whatever the profile: of one by its address,
   * or by the method of those who log in there.
   *
   * @throws SettingsException if a file cannot be read or understood
   */
  public Map<String, ErrorCodes> errorsOfIssuers() throws SettingsException {
    Map<String, ErrorCodes> errors = new HashMap<>();
    Setting issuers = find("issuers");
    for (String name : issuers == null ? List.<String>of() : issuers.members()) {
      Setting one = Objects.requireNonNull(issuers).member(name);
      if (one != null) {
        Setting issuer = one.member("issuer");
        errors.merge(
            issuer == null ? name : issuer.issuer(), ProfileSettings.errors(one), ErrorCodes::and);
      }
    }
    return errors;
  }

  ProfileSettings profile(Path file, String profile) throws SettingsException {
    Setting said = find(file, List.of(PROFILES, profile));
    return said == null ? ProfileSettings.SILENT : ProfileSettings.read(said);
  }

  /** All that a file has; empty if there is no such file. */
  Map<?, ?> fields(Path file) throws SettingsException {
    return read(file).asMap();
  }

  /* What cannot be reached, or is a link to nothing, is not absent: it may forbid something. */
  private static boolean isAbsent(Path file) throws SettingsException {
    try {
      BasicFileAttributes unused = Files.readAttributes(file, BasicFileAttributes.class);
      return false;
    } catch (AccessDeniedException e) {
      throw new SettingsException(
          file + " cannot be reached: its directory is closed to this user; open it to all", e);
    } catch (IOException e) {
      return !Files.isSymbolicLink(file);
    }
  }

  private Fields read(Path file) throws SettingsException {
    try {
      if (isAbsent(file)) {
        return new Fields(Collections.emptyMap());
      }
      if (!Files.isRegularFile(file)) {
        throw new SettingsException(file + " is not a regular file; move it away", null);
      }
      if (Files.size(file) > LIMIT) {
        throw new SettingsException(file + " is longer than " + LIMIT + " bytes", null);
      }
      requireTrusted(file);
      return Fields.read(Files.readAllBytes(file));
    } catch (SettingsException e) {
      throw e;
    } catch (JsonException e) {
      throw new SettingsException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new SettingsException(file + " cannot be read: " + FileProblem.reason(e), e);
    }
  }

  /* Each field may send a secret elsewhere or name a command: so it is the whole file or none of it. */
  private static void requireTrusted(Path file) throws IOException {
    if (file.equals(MANAGED)
        && FileTrust.isKnown(file)
        && !Integer.valueOf(0).equals(Files.getAttribute(file, "unix:uid"))) {
      throw new SettingsException(
          file + " must belong to root; it could be anybody's; sudo chown root " + file, null);
    }
    FileTrust.Flaw flaw = FileTrust.ofFile(file);
    if (flaw != null) {
      String told = flaw.at().equals(file) ? "" : file + " cannot be trusted: ";
      throw new SettingsException(told + flaw.sentence(), null);
    }
  }
}
