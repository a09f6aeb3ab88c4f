package dev.pawl.store.vault;

import dev.pawl.file.DurableFile;
import dev.pawl.file.MemoryFile;
import dev.pawl.file.MemoryMounts;
import dev.pawl.file.SharedMemory;
import dev.pawl.file.TrustedDirectory;
import dev.pawl.spi.Fingerprint;
import dev.pawl.store.GrantFile;
import dev.pawl.store.GrantFormat.Stored;
import dev.pawl.store.journal.AnswerFile;
import dev.pawl.vault.EntryName;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the successor of a login waits whose vault does not take it: a private file in memory, in
 * the user's own runtime directory, else in a directory of a name that nobody can guess. It is
 * never on a disk: where there is no such place, there is none.
 */
final class Parking {
  private static final int ROOM = 32 << 10;

  private final String name;
  private final @Nullable String runtime;
  private @Nullable MemoryFile file;

  /**
   * The place of the login {@code entry}.
   *
   * @param runtime the user's runtime directory (XDG_RUNTIME_DIR); null if there is none
   */
  Parking(EntryName entry, @Nullable String runtime) {
    this.name = "login-" + Fingerprint.of(entry.toString()).value();
    this.runtime = runtime;
  }

  /** Where it waits; null if there is no place. */
  @Nullable MemoryFile file() {
    return file;
  }

  /**
   * Looks where it was said to wait, if that can be trusted as when it was made, else where it
   * would.
   */
  void recall(@Nullable MemoryFile last) {
    boolean there = last != null && Files.isDirectory(directory(last), LinkOption.NOFOLLOW_LINKS);
    file = last != null && there && last.look() == MemoryFile.Sight.HERE ? last : null;
    Path own = ownDirectory();
    if (file == null && own != null && isUsed(own.resolve(name))) {
      file = trusted(own);
    }
  }

  private static boolean isUsed(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS) || AnswerFile.ofTrial(file).isThere();
  }

  /** Makes room, so that nothing is in the way once there is something to be kept. */
  void reserve() {
    MemoryFile place = file == null ? null : trusted(directory(file));
    Path own = ownDirectory();
    if (place == null && own != null) {
      place = trusted(own);
    }
    file = place == null ? sharedPlace() : place;
    if (file != null && !isReserved(file)) {
      file = null;
    }
  }

  private @Nullable MemoryFile sharedPlace() {
    try {
      Path made = SharedMemory.OF_MACHINE.make();
      return made == null ? null : trusted(made);
    } catch (IOException e) {
      return none(e);
    }
  }

  private @Nullable Path ownDirectory() {
    return runtime != null && runtime.startsWith("/") ? Path.of(runtime, "pawl") : null;
  }

  /* As strict as with the state directory: owner, mode, no link, and all that lies above. */
  private @Nullable MemoryFile trusted(Path directory) {
    try {
      Path above = directory.getParent();
      if (above == null || !MemoryMounts.hold(above)) {
        return null;
      }
      DurableFile.createDirectory(directory);
      TrustedDirectory.check(directory);
      return MemoryMounts.hold(directory) && TrustedDirectory.isPrivate(directory)
          ? MemoryFile.of(directory.resolve(name))
          : null;
    } catch (IOException | UnsupportedOperationException e) {
      return none(e);
    }
  }

  private static boolean isReserved(MemoryFile file) {
    try {
      DurableFile.reserve(file.path(), ROOM);
      return true;
    } catch (IOException e) {
      return none(e) != null;
    }
  }

  private static @Nullable MemoryFile none(Exception e) {
    System.getLogger(Parking.class.getName())
        .log(Level.DEBUG, "no place in memory: {0}", e.getMessage());
    return null;
  }

  /** Puts {@code bytes} there; false if they are not. */
  boolean write(byte[] bytes) {
    try {
      if (file == null) {
        return false;
      }
      DurableFile.write(file.path(), bytes);
      return true;
    } catch (IOException e) {
      return none(e) != null;
    }
  }

  /** What waits there; null if nothing, or nothing whole. */
  @Nullable Stored read() throws IOException {
    return file == null ? null : GrantFile.complete(file.path());
  }

  /** Removes what waited there, and the directory if it was made for that. */
  void delete() throws IOException {
    if (file != null) {
      DurableFile.delete(file.path());
      AnswerFile.of(file.path()).wipe();
      deleteIfMade(directory(file));
      file = null;
    }
  }

  private static void deleteIfMade(Path directory) {
    try {
      if (String.valueOf(directory.getFileName()).startsWith(SharedMemory.PREFIX)) {
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      none(e); // an empty directory is left
    }
  }

  private static Path directory(MemoryFile file) {
    return Objects.requireNonNull(file.path().getParent());
  }
}
