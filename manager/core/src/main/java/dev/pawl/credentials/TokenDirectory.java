package dev.pawl.credentials;

import dev.pawl.clock.TokenClock;
import dev.pawl.file.FileTrust;
import dev.pawl.file.MemoryMounts;
import dev.pawl.lock.KernelLock;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A directory in memory for the token of one process, removed with what is in it. It lies where no
 * other user could have made or could replace it. As long as its process lives, that holds a lock
 * in it: what a killed process left is told by the kernel, not by a name or an age. Thread-safe.
 */
public final class TokenDirectory implements AutoCloseable {
  private static final String PREFIX = "pawl-exec-";
  private static final String HALF_WRITTEN = ".pawl-put-";
  private static final long HALF_WRITTEN_MILLIS = 60_000;
  private static final String LOCK = "lock";
  private static final Path SHARED = Path.of("/dev/shm");
  private static final int ATTEMPTS = 10;
  private static final int TYPE_AND_MODE = 0170777;
  private static final int PRIVATE_DIRECTORY = 0040700;
  private static final int PRIVATE_FILE = 0100600;

  private final Path path;
  private final KernelLock.Held held;

  private TokenDirectory(Path path, KernelLock.Held held) {
    this.path = path;
    this.held = held;
  }

  /**
   * A new one, below {@code XDG_RUNTIME_DIR} of {@code environment} or in {@code /dev/shm}.
   *
   * @throws IOException if there is no place in memory for it: a token is never put on a disk
   */
  public static TokenDirectory create(Map<String, String> environment) throws IOException {
    FileAttribute<?> owner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Path place = place(environment);
    for (int i = 0; i < ATTEMPTS; i++) {
      Path made = Files.createTempDirectory(place, PREFIX, owner);
      KernelLock.Held held = held(made);
      if (held != null) {
        return new TokenDirectory(made, held);
      }
    }
    throw new IOException("each directory that was made in " + place + " was taken away again");
  }

  /* Null if a process that sweeps came between: then the directory is gone, or goes. */
  private static KernelLock.@Nullable Held held(Path made) throws IOException {
    try {
      return KernelLock.ofLife(made.resolve(LOCK)).tryAcquire();
    } catch (IOException e) {
      if (Files.exists(made)) {
        throw e;
      }
      return null;
    }
  }

  /**
   * Puts a token into a file of its own, in one step, readable by this user alone: the token and
   * nothing else, no line end.
   *
   * @throws IOException if the file does not lie in memory (a tmpfs), since a token is never put on
   *     a disk, or if another user could replace it
   */
  public static void put(Path file, String token) throws IOException {
    Path target = file.toAbsolutePath().normalize();
    Path place = requirePlace(file);
    forgetHalfWritten(place);
    Path next =
        Files.createTempFile(
            place,
            HALF_WRITTEN,
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(next, token);
      Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /**
   * The directory of {@code file}, where a token may lie.
   *
   * @throws IOException if {@link #put} would fail there
   */
  public static Path requirePlace(Path file) throws IOException {
    Path place = file.toAbsolutePath().normalize().getParent();
    if (place == null || !isMemory(place)) {
      throw new IOException(file + " does not lie in memory, and a token is not put on a disk");
    }
    FileTrust.Flaw flaw = flaw(place);
    if (flaw != null) {
      throw new IOException(flaw.sentence());
    }
    return place;
  }

  /* What a killed process has left; nobody takes so long to write a token. */
  private static void forgetHalfWritten(Path place) throws IOException {
    File[] left = place.toFile().listFiles((parent, name) -> name.startsWith(HALF_WRITTEN));
    long longAgo = TokenClock.system().millis() - HALF_WRITTEN_MILLIS;
    for (File file : left == null ? new File[0] : left) {
      if (file.lastModified() < longAgo && isOwn(file.toPath(), PRIVATE_FILE)) {
        boolean unused = file.delete();
      }
    }
  }

  private static Path place(Map<String, String> environment) throws IOException {
    List<String> flaws = new ArrayList<>();
    for (Path place : candidates(environment)) {
      FileTrust.Flaw flaw = isMemory(place) ? flaw(place) : null;
      if (flaw != null) {
        flaws.add("; " + flaw.sentence());
      } else if (isMemory(place) && Files.isWritable(place)) {
        return place;
      }
    }
    throw new IOException(
        "there is no place in memory for the token (a tmpfs in XDG_RUNTIME_DIR, or /dev/shm), and"
            + " it is not put on a disk; leave --token-file out"
            + String.join("", flaws));
  }

  private static List<Path> candidates(Map<String, String> environment) {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return runtime.startsWith("/") ? List.of(Path.of(runtime), SHARED) : List.of(SHARED);
  }

  private static boolean isMemory(Path place) {
    return Files.isDirectory(place) && MemoryMounts.lead(place);
  }

  private static FileTrust.@Nullable Flaw flaw(Path place) throws IOException {
    return place.equals(SHARED) ? FileTrust.ofSharedDirectory(place) : FileTrust.ofDirectory(place);
  }

  /**
   * Removes what processes left that were killed; what cannot be removed stays.
   *
   * @return of how many processes
   */
  public static int sweep(Map<String, String> environment) {
    int swept = 0;
    for (Path place : candidates(environment)) {
      String[] names = place.toFile().list((parent, name) -> name.startsWith(PREFIX));
      for (String name : names == null ? new String[0] : names) {
        swept += isSwept(place, place.resolve(name)) ? 1 : 0;
      }
    }
    return swept;
  }

  private static boolean isSwept(Path place, Path directory) {
    try {
      if (!isMemory(place) || flaw(place) != null || !isOwn(directory, PRIVATE_DIRECTORY)) {
        return false;
      }
      try (KernelLock.Held dead = KernelLock.ofLife(directory.resolve(LOCK)).tryAcquire()) {
        return dead != null && isRemoved(directory);
      }
    } catch (IOException e) {
      return false; // its process removed it meanwhile, or it is not for this one to remove
    }
  }

  private static boolean isOwn(Path path, int typeAndMode) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    return found.get("mode") instanceof Integer mode
        && (mode & TYPE_AND_MODE) == typeAndMode
        && FileTrust.isPrivate(found);
  }

  /* The lock goes last but one: a directory without it holds nothing. */
  private static boolean isRemoved(Path directory) throws IOException {
    for (String name : List.of("token.next", "token", LOCK)) {
      Files.deleteIfExists(directory.resolve(name));
    }
    try {
      return Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      return false; // a process that sweeps has just put its lock there, and removes it
    }
  }

  /** The file {@code name} in it; {@code token} and {@code token.next} are removed with it. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Removes it. */
  @Override
  public void close() throws IOException {
    try (held) {
      boolean unused = isRemoved(path);
    }
  }
}
