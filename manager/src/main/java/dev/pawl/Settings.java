package dev.pawl;

import dev.pawl.json.Fields;
import dev.pawl.json.JsonException;
import dev.pawl.spi.Client;
import dev.pawl.spi.FileIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user's {@code settings.json} and the machine's {@code managed-settings.json}: which files
 * they are, and what they say of one profile. The managed file outranks the user's. A project's own
 * directory is never read for settings.
 *
 * @param files user settings, then managed settings; a file need not exist
 */
record Settings(List<Path> files) {
  private static final Path MANAGED = Path.of("/etc/pawl/managed-settings.json");
  private static final int LIMIT = 1 << 20;

  /** The settings that {@code environment} asks for. */
  static Settings of(Map<String, String> environment) {
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    List<Path> files = new ArrayList<>();
    if (config.startsWith("/")) {
      files.add(Path.of(config, "pawl", "settings.json"));
    } else if (!home.isEmpty()) {
      files.add(Path.of(home, ".config", "pawl", "settings.json"));
    }
    files.add(MANAGED);
    return new Settings(List.copyOf(files));
  }

  /** No settings at all. */
  static Settings none() {
    return new Settings(List.of());
  }

  /** Which files stand there now, without reading them. */
  List<FileIdentity> identities() throws IOException {
    List<FileIdentity> identities = new ArrayList<>();
    for (Path file : files) {
      identities.add(FileIdentity.of(file));
    }
    return identities;
  }

  /**
   * What they say of {@code profile}, the managed file winning.
   *
   * @throws TokenException FIX_CONFIGURATION if a file cannot be read or understood
   */
  ProfileSettings profile(String profile) {
    ProfileSettings found = ProfileSettings.SILENT;
    for (Path file : files) {
      ProfileSettings said = profile(file, profile);
      found = said.equals(ProfileSettings.SILENT) ? found : said;
    }
    return found;
  }

  private static ProfileSettings profile(Path file, String profile) {
    try {
      if (!Files.exists(file)) {
        return ProfileSettings.SILENT;
      }
      if (Files.size(file) > LIMIT) {
        throw TokenException.fixConfiguration(file + " is longer than " + LIMIT + " bytes", null);
      }
      checkOwner(file);
      Fields profiles = Fields.read(Files.readAllBytes(file)).object("profiles");
      Fields mine = profiles == null ? null : profiles.object(profile);
      return mine == null ? ProfileSettings.SILENT : ProfileSettings.read(mine);
    } catch (JsonException e) {
      throw TokenException.fixConfiguration(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw TokenException.fixConfiguration(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void checkOwner(Path file) throws IOException {
    boolean hasOwner = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    if (file.equals(MANAGED) && hasOwner && !Files.getAttribute(file, "unix:uid").equals(0)) {
      throw TokenException.fixConfiguration(
          file + " must belong to root; it could be anybody's", null);
    }
  }

  /**
   * What the settings say of one profile; everything may be left out.
   *
   * @param issuer RFC 8414 issuer that the login must belong to
   * @param tokenEndpoint where its refresh token may be sent
   * @param clientId its client
   * @param retryable OAuth errors that this issuer means as "try again"
   */
  record ProfileSettings(
      @Nullable String issuer,
      @Nullable String tokenEndpoint,
      @Nullable String clientId,
      Set<String> retryable) {
    static final ProfileSettings SILENT = new ProfileSettings(null, null, null, Set.of());

    static ProfileSettings read(Fields fields) throws JsonException {
      return new ProfileSettings(
          fields.textOrNull("issuer"),
          fields.textOrNull("tokenEndpoint"),
          fields.textOrNull("clientId"),
          Set.copyOf(fields.texts("retryableErrors")));
    }

    /** The setting that contradicts what the login was bound to; null if none does. */
    @Nullable String contradiction(Client client) {
      if (issuer != null && !issuer.equals(client.issuer())) {
        return "issuer";
      }
      if (tokenEndpoint != null && !tokenEndpoint.equals(client.tokenEndpoint().toString())) {
        return "tokenEndpoint";
      }
      return clientId != null && !clientId.equals(client.clientId()) ? "clientId" : null;
    }
  }
}
