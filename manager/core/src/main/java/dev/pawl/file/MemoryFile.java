package dev.pawl.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which file in memory (on a tmpfs) holds what must not lie on a disk, and what tells another
 * process whether it sees the same one: the path alone does not, since a container or a session may
 * have another file system there.
 *
 * @param path absolute
 * @param device number of its file system, unlike that of any other while it is there
 * @param boot the kernel's number of this run of the machine: memory does not outlive it
 * @param namespace name of the mounts that its maker saw; empty if unknown
 */
public record MemoryFile(Path path, long device, String boot, String namespace) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path MOUNTS = Path.of("/proc/self/ns/mnt");

  /** Whether a process sees the file system on which the file was made. */
  public enum Sight {
    /** It does: what is in the file, or that there is none, is so. */
    HERE,
    /**
     * Nobody does any more: the machine was started anew, it was unmounted, or its directory is not
     * this user's.
     */
    GONE,
    /**
     * It cannot tell: its mounts are others, its rights are, or others can change what is there.
     */
    UNSEEN
  }

  /** The file at {@code path}, whose directory is there. */
  public static MemoryFile of(Path path) throws IOException {
    return new MemoryFile(path, device(path.toAbsolutePath().getParent()), thisBoot(), mounts());
  }

  /** Looks whether this process sees where the file lies. */
  public Sight look() {
    String now = thisBoot();
    if (!boot.equals(now)) {
      return now.isEmpty() ? Sight.UNSEEN : Sight.GONE;
    }
    for (Path step = path.getParent(); step != null; step = step.getParent()) {
      try {
        boolean own = step.equals(path.getParent());
        return device(step) != device ? elsewhere() : own ? trusted(step) : Sight.HERE;
      } catch (NoSuchFileException e) {
        // what lies above tells
      } catch (IOException e) {
        return Sight.UNSEEN;
      }
    }
    return Sight.UNSEEN;
  }

  /* Whatever has its name: the one that was made may be gone, and anybody may make another then.
   * What is this user's own may be closed again, so it may still hold what is looked for. */
  private static Sight trusted(Path directory) throws IOException {
    if (!TrustedDirectory.isOwn(directory)) {
      return Sight.GONE;
    }
    TrustedDirectory.check(directory);
    return MemoryMounts.hold(directory) ? Sight.HERE : Sight.GONE;
  }

  /* Another file system is there: where the mounts are those of the maker, it was unmounted. */
  private Sight elsewhere() {
    return !namespace.isEmpty() && namespace.equals(mounts()) ? Sight.GONE : Sight.UNSEEN;
  }

  private static long device(@Nullable Path directory) throws IOException {
    if (directory == null) {
      throw new IOException("a file in memory has a directory");
    }
    return ((Number) Files.getAttribute(directory, "unix:dev", LinkOption.NOFOLLOW_LINKS))
        .longValue();
  }

  private static String thisBoot() {
    try {
      return Files.readString(BOOT, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static String mounts() {
    try {
      return Files.readSymbolicLink(MOUNTS).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
