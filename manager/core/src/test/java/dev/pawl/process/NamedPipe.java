package dev.pawl.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A pipe with a name, for two programs that meet: whoever opens an end of it waits until somebody
 * opens the other.
 *
 * @param path where it stands
 */
public record NamedPipe(Path path) {
  /** Makes one at {@code path}. */
  public static NamedPipe at(Path path) throws IOException, InterruptedException {
    Process made = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();
    return new NamedPipe(path);
  }

  /** Waits until somebody has written a line to it, and gives that. */
  public String readLine() throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(path, UTF_8)) {
      return String.valueOf(reader.readLine());
    }
  }

  /** Lets whoever reads a line of it go on; waits until somebody does. */
  public void writeLine() throws IOException {
    Files.writeString(path, "\n", UTF_8);
  }
}
