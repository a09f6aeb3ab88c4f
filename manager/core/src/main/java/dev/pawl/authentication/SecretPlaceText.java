package dev.pawl.authentication;

import dev.pawl.file.FileProblem;
import dev.pawl.file.FileTrust;
import dev.pawl.process.Ascii;
import dev.pawl.process.ChildException;
import dev.pawl.process.ChildProcess;
import dev.pawl.process.ChildResult;
import dev.pawl.source.CommandFiles;
import dev.pawl.spi.ClientAuthentication.Method;
import dev.pawl.spi.SecretReference;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a secret of a login: that of its client, a private key, a certificate with its
 * key, a token to present.
 *
 * @param profile whose it is; empty if it is no profile's
 * @param noun what it is
 * @param isKey whether it is a key, which may have several lines
 * @param environment what {@code env:} names, and what a command gets
 */
record SecretPlaceText(
    String profile, String noun, boolean isKey, Map<String, String> environment) {
  private static final int LONGEST = 16 << 10;
  private static final Duration COMMAND = Duration.ofSeconds(20);

  /** Reads what has one line. */
  static SecretPlaceText of(String profile, String noun, Map<String, String> environment) {
    return new SecretPlaceText(profile, noun, false, environment);
  }

  /** Reads a private key. */
  static SecretPlaceText ofKey(String profile, String noun, Map<String, String> environment) {
    return new SecretPlaceText(profile, noun, true, environment);
  }

  /** Reads what a client proves with who it is, by {@code method}. */
  static SecretPlaceText ofClient(String profile, Method method, Map<String, String> environment) {
    String noun =
        method.isByCertificate()
            ? "client certificate"
            : method == Method.PRIVATE_KEY_JWT ? "client key" : "client secret";
    boolean isKey = !noun.equals("client secret");
    return new SecretPlaceText(profile, noun, isKey, environment);
  }

  /**
   * What is at {@code place}.
   *
   * @throws TokenException FIX_CONFIGURATION if nothing fit to be one is; the message says what to
   *     do and holds nothing of it
   */
  String read(SecretReference place) {
    try {
      String secret =
          switch (place.kind()) {
            case TEXT -> place.place();
            case ENV -> environment.getOrDefault(place.place(), "");
            case FILE -> ofFile(Path.of(place.place()));
            case COMMAND -> ofCommand(place.place());
          };
      return checked(place, secret);
    } catch (IOException e) {
      throw problem(place + " cannot be read: " + FileProblem.reason(e), e);
    }
  }

  private String ofFile(Path file) throws IOException {
    try {
      FileTrust.Flaw flaw = FileTrust.ofSecretFile(file);
      if (flaw != null) {
        throw problem("its file " + flaw.sentence(), null);
      }
      if (!Files.isRegularFile(file)) {
        throw problem(file + " is no regular file", null); // a pipe would never end
      }
      try (InputStream in = Files.newInputStream(file)) {
        return new String(in.readNBytes(LONGEST + 3), StandardCharsets.UTF_8);
      }
    } catch (NoSuchFileException e) {
      throw problem("there is no file " + file, e);
    }
  }

  private String ofCommand(String line) throws IOException {
    FileTrust.Flaw flaw = CommandFiles.flaw(line, environment);
    if (flaw != null) {
      throw problem("its command names a file that " + flaw.sentence(), null);
    }
    try {
      ChildResult result =
          ChildProcess.shell(line)
              .environment(environment)
              .timeout(COMMAND)
              .outputLimit(LONGEST + 3)
              .run();
      if (result.code() != 0) {
        throw problem("its command ended with exit code " + result.code(), null);
      }
      return result.text();
    } catch (ChildException e) {
      throw problem("its command failed: " + e.getMessage(), e);
    }
  }

  /* RFC 6749 appendix A.2: printable ASCII. One end of line is the editor's. */
  private String checked(SecretReference place, String text) {
    String secret = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    String bare = secret.endsWith("\r") ? secret.substring(0, secret.length() - 1) : secret;
    if (bare.isBlank()) {
      throw problem(place + " is empty", null);
    }
    if (bare.length() > LONGEST) {
      throw problem(place + " holds more than " + LONGEST + " characters", null);
    }
    int wrong = isKey ? -1 : Ascii.firstUnprintable(bare);
    if (wrong >= 0) {
      throw problem(
          place + " holds a character that no secret has, at position " + (wrong + 1), null);
    }
    return bare;
  }

  /** That there is none, as {@code why} says. */
  TokenException problem(String why, @Nullable Throwable cause) {
    return TokenException.fixConfiguration(
        "the " + noun + (profile.isEmpty() ? "" : " of profile " + profile) + ": " + why, cause);
  }

  /** Says nothing of the variables. */
  @Override
  public String toString() {
    return "SecretPlaceText[" + profile + "]";
  }
}
