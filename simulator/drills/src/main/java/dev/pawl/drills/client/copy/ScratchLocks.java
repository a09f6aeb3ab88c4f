package dev.pawl.drills.client.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The files that a client may lock: all below the directory that the copies share, listed anew ten
 * times a second. Not thread-safe.
 */
public final class ScratchLocks implements Supplier<Set<Long>> {
  private static final int DEPTH = 4;
  private static final int MOST = 1_000;
  private static final long AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Path shared;
  private Set<Long> last = Set.of();
  private long lookedAt = System.nanoTime() - AGE_NANOS;

  /** Of the directory that the copies share. */
  public ScratchLocks(Path shared) {
    this.shared = shared;
  }

  /** Returns the numbers of their inodes. */
  @Override
  public Set<Long> get() {
    long now = System.nanoTime();
    if (now - lookedAt >= AGE_NANOS) {
      lookedAt = now;
      last = inodes();
    }
    return last;
  }

  private Set<Long> inodes() {
    Set<Long> inodes = new HashSet<>();
    for (Path file : files()) {
      try {
        inodes.add(((Number) Files.getAttribute(file, "unix:ino")).longValue());
      } catch (IOException e) {
        // it was replaced
      }
    }
    return inodes;
  }

  private List<Path> files() {
    try (Stream<Path> walk = Files.walk(shared, DEPTH)) {
      return walk.limit(MOST).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // a directory was replaced
    }
  }
}
