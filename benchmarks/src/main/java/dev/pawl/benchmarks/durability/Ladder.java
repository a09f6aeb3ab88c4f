package dev.pawl.benchmarks.durability;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Saving a small file in five ways, each with one more step against crashes than the one before;
 * all in the order in which a refresh does them. In microseconds.
 */
final class Ladder {
  static final String BARE = "write and rename";

  private static final int GRANT_BYTES = 900;
  private static final int JOURNAL_BYTES = 512;

  private final Path directory;
  private final Path target;
  private final Path temporary;
  private final Path journal;

  Ladder(Path scratch) throws IOException {
    this.directory = Files.createDirectories(scratch.resolve("ladder"));
    this.target = directory.resolve("grant.json");
    this.temporary = directory.resolve("grant.json.next");
    this.journal = directory.resolve("journal");
  }

  /** One step: whether a save takes it. */
  private record Steps(boolean file, boolean directory, boolean journal, boolean preallocation) {}

  Map<String, Double> climb() throws IOException {
    Map<String, Double> micros = new LinkedHashMap<>();
    micros.put(BARE, timed(new Steps(false, false, false, false)));
    micros.put("+ fsync of the file", timed(new Steps(true, false, false, false)));
    micros.put("+ fsync of the directory", timed(new Steps(true, true, false, false)));
    micros.put("+ journal, fsynced first", timed(new Steps(true, true, true, false)));
    micros.put("+ preallocation, fsynced first", timed(new Steps(true, true, true, true)));
    return micros;
  }

  private double timed(Steps steps) throws IOException {
    long begun = System.nanoTime();
    save(steps);
    return (System.nanoTime() - begun) / 1e3;
  }

  private void save(Steps steps) throws IOException {
    if (steps.preallocation()) {
      write(temporary, GRANT_BYTES, true);
    }
    if (steps.journal()) {
      write(journal, JOURNAL_BYTES, true);
    }
    write(temporary, GRANT_BYTES, steps.file());
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    if (steps.directory()) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void write(Path file, int bytes, boolean force) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(bytes));
      if (force) {
        channel.force(true);
      }
    }
  }
}
