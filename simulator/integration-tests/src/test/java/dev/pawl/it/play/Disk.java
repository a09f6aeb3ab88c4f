package dev.pawl.it.play;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What lay in a state directory at one moment, and how to put it back. */
final class Disk {
  private final Path home;
  private final Map<Path, byte[]> files = new LinkedHashMap<>();

  private Disk(Path home) {
    this.home = home;
  }

  static Disk of(Path home) throws IOException {
    Disk disk = new Disk(home);
    try (Stream<Path> paths = Files.walk(home)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        disk.files.put(home.relativize(path), Files.readAllBytes(path));
      }
    }
    return disk;
  }

  byte[] bytes(String name) {
    return files.getOrDefault(Path.of(name), new byte[0]);
  }

  boolean has(String name) {
    return files.containsKey(Path.of(name));
  }

  /** Gives the file the content that it had, in place: others may have it mapped or open. */
  void restore(String name) throws IOException {
    if (has(name)) {
      put(home.resolve(name), bytes(name));
    } else {
      Files.deleteIfExists(home.resolve(name));
    }
  }

  static void put(Path file, byte[] bytes) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(bytes);
      out.setLength(bytes.length);
    }
  }
}
