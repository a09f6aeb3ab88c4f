package dev.pawl.network;

import dev.pawl.file.FileTrust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The file with the user name and the password for a proxy: one line, {@code USER:PASSWORD}. */
final class ProxyLogin {
  private static final int LIMIT = 4_096;

  private ProxyLogin() {}

  /**
   * What {@code file} holds, without the line's end.
   *
   * @throws IOException if it is open to others, or holds no such line; the message names the file
   *     and never its content
   */
  static String read(Path file) throws IOException {
    requirePrivate(file);
    String text = Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
    if (text.indexOf(':') <= 0 || text.indexOf('\n') >= 0 || text.length() > LIMIT) {
      throw new IOException(file + " does not hold one line USER:PASSWORD");
    }
    return text;
  }

  private static void requirePrivate(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LIMIT) {
      throw new NoSuchFileException(file + " is no file with a login of a proxy");
    }
    FileTrust.Flaw flaw = FileTrust.ofSecretFile(file);
    if (flaw != null) {
      throw new IOException(flaw.sentence());
    }
  }
}
