package dev.pawl.cache;

import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.file.FileProblem;
import dev.pawl.file.FileTrust;
import dev.pawl.file.MemoryMounts;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the cache of a state directory lies: where its record says, which is the user's own tmpfs
 * if there was one; else, and for as long as that place cannot be had, beside the store. Nobody but
 * this user may have made or may change anything on the way there. Immutable.
 *
 * @param recorded the file that the record names
 * @param beside the file beside the store
 */
public record CachePlace(Path recorded, Path beside) {
  private static final String NAME = "cache";

  /** The place that {@code format}, the record of {@code directory}, names. */
  public static CachePlace of(StateDirectory directory, StateFormat format) {
    return new CachePlace(Path.of(format.cache()), directory.path().resolve(NAME));
  }

  /** Where a fresh {@code directory} puts its cache; to be recorded. */
  static Path chosen(StateDirectory directory, Map<String, String> environment) throws IOException {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (runtime.startsWith("/") && isPrivateMemory(Path.of(runtime))) {
      String name = Fingerprint.of(directory.path().toString()).value();
      return Path.of(runtime, "pawl").resolve(NAME + "-" + name);
    }
    return directory.path().resolve(NAME);
  }

  private static boolean isPrivateMemory(Path runtime) throws IOException {
    return Files.isDirectory(runtime, LinkOption.NOFOLLOW_LINKS)
        && MemoryMounts.lead(runtime)
        && Files.getPosixFilePermissions(runtime).equals(ownerOnly())
        && FileTrust.ofDirectory(runtime) == null;
  }

  /** Whether the cache of {@code directory} is there, and in memory. */
  public static boolean isInMemory(StateDirectory directory) throws IOException {
    StateFormat format = StateFormat.read(directory);
    return format != null
        && !format.engine().equals(StateFormat.NONE)
        && MemoryMounts.lead(directory(of(directory, format).present()));
  }

  /** Whether the record names the place beside the store. */
  boolean isBeside() {
    return directory(recorded).equals(directory(beside));
  }

  /** The file to be opened: as recorded, or beside the store while that place cannot be had. */
  public Path present() {
    return isBeside() || problem() == null ? recorded : beside;
  }

  /** Why the recorded place cannot be had as it is; null if it can. */
  @Nullable
  public String problem() {
    try {
      FileTrust.Flaw flaw = FileTrust.ofDirectory(directory(recorded));
      return flaw == null ? null : flaw.sentence();
    } catch (NoSuchFileException e) {
      return directory(recorded) + " is gone";
    } catch (IOException e) {
      return directory(recorded) + ": " + FileProblem.reason(e);
    }
  }

  /** Whether {@link #made} would give the recorded place now. Changes nothing. */
  public boolean isToBeHad() {
    Path there = directory(recorded);
    try {
      while (there.getParent() != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
        there = directory(there);
      }
      return there.equals(directory(recorded))
          ? problem() == null
          : Files.isWritable(there) && isFit(there);
    } catch (IOException e) {
      return false;
    }
  }

  /* Below it nobody can replace what we make; and it is no disk that stands where a tmpfs was. */
  private static boolean isFit(Path above) throws IOException {
    return Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)
        && MemoryMounts.lead(above)
        && FileTrust.ofSharedDirectory(above) == null;
  }

  /**
   * The file to be opened or made, its directory made again if it is gone. The caller holds the
   * table lock.
   *
   * @throws IOException if the state directory is not this user's alone
   */
  Made made() throws IOException {
    String problem = isBeside() ? null : remade();
    Path file = problem == null ? recorded : beside;
    require(file);
    if (!isBeside() && file.equals(recorded) && Files.notExists(recorded)) {
      discardStandIn();
    }
    return new Made(file, problem);
  }

  /**
   * Makes sure that nobody else can have touched {@code file}.
   *
   * @throws IOException if somebody can
   */
  static void require(Path file) throws IOException {
    FileTrust.Flaw flaw = FileTrust.ofDirectory(directory(file));
    if (flaw != null) {
      throw new IOException(flaw.sentence());
    }
  }

  /**
   * A place that can be used.
   *
   * @param file of the cache
   * @param problem why it is not the recorded one; null if it is
   */
  record Made(Path file, @Nullable String problem) {}

  private @Nullable String remade() {
    try {
      make(directory(recorded));
      return problem();
    } catch (IOException e) {
      return directory(recorded) + " cannot be made again: " + FileProblem.reason(e);
    }
  }

  private static void make(Path place) throws IOException {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path above = directory(place);
    make(above);
    if (!isFit(above)) {
      throw new IOException(above + " is no memory of this user's");
    }
    try {
      Files.createDirectory(place, PosixFilePermissions.asFileAttribute(ownerOnly()));
      Files.setPosixFilePermissions(place, ownerOnly()); // the umask may have taken some away
    } catch (FileAlreadyExistsException e) {
      return; // whoever made it: it is examined before it is used
    }
  }

  /* What lay beside the store while the recorded place was away: nobody is to read old news. */
  private void discardStandIn() throws IOException {
    Files.deleteIfExists(beside);
    try (DirectoryStream<Path> maps =
        Files.newDirectoryStream(directory(beside), NAME + ".map-*")) {
      for (Path map : maps) {
        Files.deleteIfExists(map);
      }
    }
  }

  private static Set<PosixFilePermission> ownerOnly() {
    return PosixFilePermissions.fromString("rwx------");
  }

  private static Path directory(Path file) {
    return Objects.requireNonNullElse(file.getParent(), file);
  }
}
