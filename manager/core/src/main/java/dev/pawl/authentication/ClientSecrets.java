package dev.pawl.authentication;

import dev.pawl.clock.TokenClock;
import dev.pawl.file.FileIdentity;
import dev.pawl.file.FileProblem;
import dev.pawl.file.FileTrust;
import dev.pawl.oauth.ClientCredential;
import dev.pawl.oauth.ClientCredentials;
import dev.pawl.process.Ascii;
import dev.pawl.process.ChildException;
import dev.pawl.process.ChildProcess;
import dev.pawl.process.ChildResult;
import dev.pawl.settings.Settings;
import dev.pawl.source.CommandFiles;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.SecretReference;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the secrets of clients where the settings, or a login, say that they are. They are read for
 * each request, so that a new one counts at once, and are kept nowhere. Thread-safe.
 */
public final class ClientSecrets {
  private static final int LONGEST = 16 << 10;
  private static final Duration COMMAND = Duration.ofSeconds(20);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Settings settings;
  private final Map<String, String> environment;
  private final TokenClock clock;
  private final ConcurrentMap<String, Missing> missing = new ConcurrentHashMap<>();

  /** Why a secret could not be had, and until when that is not looked at again. */
  private record Missing(TokenException why, long until) {}

  /**
   * Secrets of the clients that {@code settings} speak of.
   *
   * @param environment of this process: what {@code env:} names, and what a command gets
   */
  public ClientSecrets(Settings settings, Map<String, String> environment, TokenClock clock) {
    this.settings = settings;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  /**
   * What {@code client}, to whom the login of {@code profile} is bound, can authenticate with: the
   * one to be used, and perhaps another to be used if the server refuses that.
   *
   * @throws TokenException FIX_CONFIGURATION if a secret is needed and none can be had; the message
   *     says which and what to do, and holds no secret
   * @throws IOException if the settings cannot be read or understood
   */
  public ClientCredentials read(String profile, ClientRegistration client) throws IOException {
    AuthenticationSettings said = AuthenticationSettings.of(settings, profile, client);
    if (!said.method().needsSecret()) {
      return ClientCredentials.none();
    }
    try {
      ClientCredentials read = new ClientCredentials(readable(profile, said));
      missing.remove(profile);
      return read;
    } catch (TokenException e) {
      missing.put(profile, new Missing(e, clock.nanos() + QUIET_NANOS));
      throw e;
    }
  }

  /**
   * Why, a moment ago, this process could not have the secret that {@code profile} needs; null if
   * that is not known to be so: a look at memory, for who would ask again at once.
   */
  public @Nullable TokenException problem(String profile) {
    Missing last = missing.isEmpty() ? null : missing.get(profile);
    return last != null && clock.nanos() - last.until < 0 ? last.why : null;
  }

  /* One that cannot be had is passed over while another can. */
  private List<ClientCredential> readable(String profile, AuthenticationSettings said) {
    TokenException first = null;
    List<ClientCredential> credentials = new ArrayList<>();
    for (SecretReference place : said.secrets()) {
      try {
        credentials.add(new ClientCredential(said.method(), secret(profile, place)));
      } catch (TokenException e) {
        first = first == null ? e : first;
      }
    }
    if (credentials.isEmpty()) {
      throw first != null ? first : unnamed(profile, said);
    }
    return credentials;
  }

  private static TokenException unnamed(String profile, AuthenticationSettings said) {
    return problem(
        profile,
        "method "
            + said.method().word()
            + " needs one; say where it is with the setting "
            + AuthenticationSettings.SECRET,
        null);
  }

  /**
   * Whether {@code client} needs a secret; none is looked at.
   *
   * @throws IOException if the settings cannot be read or understood
   */
  public boolean isNeeded(String profile, ClientRegistration client) throws IOException {
    return AuthenticationSettings.of(settings, profile, client).method().needsSecret();
  }

  /**
   * Whether all processes have the same secrets of {@code client}, and can tell whether one was
   * changed: those in files, the settings among them.
   *
   * @throws IOException if the settings cannot be read or understood
   */
  public boolean areInFiles(String profile, ClientRegistration client) throws IOException {
    return AuthenticationSettings.of(settings, profile, client).secrets().stream()
        .map(SecretReference::kind)
        .allMatch(kind -> kind == SecretReference.Kind.FILE || kind == SecretReference.Kind.TEXT);
  }

  /**
   * The present state of the files that hold the secrets of {@code client}, empty if none does:
   * what a server refused under another may be right now. Never throws: what cannot be looked at is
   * a state too.
   */
  public static String identity(Settings settings, String profile, ClientRegistration client) {
    StringBuilder identity = new StringBuilder();
    try {
      for (SecretReference place : AuthenticationSettings.of(settings, profile, client).secrets()) {
        if (place.kind() == SecretReference.Kind.FILE) {
          identity.append('+').append(FileIdentity.of(Path.of(place.place())).hashCode());
        }
      }
    } catch (IOException e) {
      identity.append('?');
    }
    return identity.toString();
  }

  private String secret(String profile, SecretReference place) {
    try {
      String secret =
          switch (place.kind()) {
            case TEXT -> place.place();
            case ENV -> environment.getOrDefault(place.place(), "");
            case FILE -> ofFile(profile, Path.of(place.place()));
            case COMMAND -> ofCommand(profile, place.place());
          };
      return checked(profile, place, secret);
    } catch (IOException e) {
      throw problem(profile, place + " cannot be read: " + FileProblem.reason(e), e);
    }
  }

  private static String ofFile(String profile, Path file) throws IOException {
    try {
      FileTrust.Flaw flaw = FileTrust.ofSecretFile(file);
      if (flaw != null) {
        throw problem(profile, "its file " + flaw.sentence(), null);
      }
      if (!Files.isRegularFile(file)) {
        throw problem(profile, file + " is no regular file", null); // a pipe would never end
      }
      try (InputStream in = Files.newInputStream(file)) {
        return new String(in.readNBytes(LONGEST + 3), StandardCharsets.UTF_8);
      }
    } catch (NoSuchFileException e) {
      throw problem(profile, "there is no file " + file, e);
    }
  }

  private String ofCommand(String profile, String line) throws IOException {
    FileTrust.Flaw flaw = CommandFiles.flaw(line, environment);
    if (flaw != null) {
      throw problem(profile, "its command names a file that " + flaw.sentence(), null);
    }
    try {
      ChildResult result =
          ChildProcess.shell(line)
              .environment(environment)
              .timeout(COMMAND)
              .outputLimit(LONGEST + 3)
              .run();
      if (result.code() != 0) {
        throw problem(profile, "its command ended with exit code " + result.code(), null);
      }
      return result.text();
    } catch (ChildException e) {
      throw problem(profile, "its command failed: " + e.getMessage(), e);
    }
  }

  /* RFC 6749 appendix A.2: printable ASCII. One end of line is the editor's. */
  private static String checked(String profile, SecretReference place, String text) {
    String secret = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    String bare = secret.endsWith("\r") ? secret.substring(0, secret.length() - 1) : secret;
    if (bare.isBlank()) {
      throw problem(profile, place + " is empty", null);
    }
    if (bare.length() > LONGEST) {
      throw problem(profile, place + " holds more than " + LONGEST + " characters", null);
    }
    int wrong = Ascii.firstUnprintable(bare);
    if (wrong >= 0) {
      throw problem(
          profile,
          place + " holds a character that no secret has, at position " + (wrong + 1),
          null);
    }
    return bare;
  }

  /** Says nothing of the variables. */
  @Override
  public String toString() {
    return "ClientSecrets[" + settings + "]";
  }

  private static TokenException problem(String profile, String why, @Nullable Throwable cause) {
    return TokenException.fixConfiguration(
        "the client secret of profile " + profile + ": " + why, cause);
  }
}
