package dev.pawl.source;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A descriptor that stays open for the life of the test's JVM, so that its number is never another
 * test's.
 */
public record OpenDescriptor(String number) {
  private static final Queue<Closeable> OPEN = new ConcurrentLinkedQueue<>();

  /** A file with {@code content} behind it. */
  public static OpenDescriptor of(Path directory, String content) throws IOException {
    Path file = Files.createTempFile(directory, "descriptor", null).toRealPath();
    Files.writeString(file, content);
    return of(new FileInputStream(file.toFile()), file);
  }

  /** {@code opened}, which leads to {@code file}. */
  static OpenDescriptor of(Closeable opened, Path file) {
    OPEN.add(opened);
    return new OpenDescriptor(
        numbers().stream().filter(number -> leadsTo(number, file)).findFirst().orElseThrow());
  }

  private static boolean leadsTo(String number, Path file) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd", number)).equals(file);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private static Set<String> numbers() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.map(path -> path.getFileName().toString())
          .collect(Collectors.toCollection(HashSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
