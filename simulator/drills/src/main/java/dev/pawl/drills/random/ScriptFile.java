package dev.pawl.drills.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A random script that stands in a file.
 *
 * @param path of the file
 * @param script what stands in it
 */
public record ScriptFile(Path path, RandomScript script) {
  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it cannot be read or holds no script; the message says why
   */
  public static ScriptFile read(Path path) {
    try {
      return new ScriptFile(path, RandomScript.parse(Files.readString(path)));
    } catch (IOException e) {
      throw new IllegalArgumentException("the script " + path + " cannot be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the script " + path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a file.
   *
   * @throws IOException if it cannot be written
   */
  public static ScriptFile write(Path path, RandomScript script) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, script.json());
    return new ScriptFile(path, script);
  }
}
