package dev.pawl.directory;

import dev.pawl.clock.TokenClock;
import dev.pawl.file.DamagedFileException;
import dev.pawl.file.DurableFile;
import dev.pawl.file.StoreException;
import dev.pawl.file.TrustedDirectory;
import dev.pawl.spi.Grant;
import dev.pawl.store.GoodCopy;
import dev.pawl.store.GrantFormat;
import dev.pawl.store.Successor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a person who looks for trouble wants to know of a state directory. Changes nothing but a
 * file of its own, which it removes.
 *
 * @param directory that is looked at; it exists
 */
public record Inspection(StateDirectory directory) {
  private static final Set<PosixFilePermission> OWNER =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /** Looks how its files lie. */
  public Inspection {
    directory = directory.found();
  }

  /**
   * Examines the directory, its file system and everything above it.
   *
   * @throws StoreException if others could tamper with it; the message names the remedy
   */
  public void requireTrusted() throws IOException {
    TrustedDirectory.check(directory.path());
  }

  /** The type of the file system, such as {@code ext4}. */
  public String fileSystem() throws IOException {
    return Files.getFileStore(directory.path()).type();
  }

  /** The profiles of which anything is stored, in alphabetical order. */
  public List<String> profiles() throws IOException {
    return grants().stream()
        .map(file -> String.valueOf(file.getFileName()))
        .filter(name -> name.endsWith(".json"))
        .map(name -> name.substring(0, name.length() - ".json".length()))
        .sorted()
        .toList();
  }

  /** What was damaged and put aside, here and among the grants. */
  public List<Path> quarantined() throws IOException {
    return files().stream().filter(file -> file.toString().contains(".damaged")).toList();
  }

  /** What was damaged of {@code profile} and put aside. */
  public List<Path> quarantined(String profile) throws IOException {
    return list(directory.place(profile)).stream()
        .filter(file -> String.valueOf(file.getFileName()).startsWith(profile + ".json."))
        .filter(file -> file.toString().contains(".damaged"))
        .toList();
  }

  /**
   * What the login of {@code profile} is recovered from while its file is damaged: the successor
   * that a crash left whole, else the last good copy; null if nothing is whole.
   */
  public @Nullable Grant spare(String profile) throws IOException {
    Path file = directory.record(profile);
    try {
      GrantFormat.Stored successor = Successor.of(file).complete();
      return successor != null ? successor.grant() : GoodCopy.of(file).read();
    } catch (DamagedFileException e) {
      return null;
    }
  }

  /** Directories of the layout that are gone: their profiles cannot be saved. */
  public List<Path> missing() {
    return directory.places().stream().filter(Files::notExists).toList();
  }

  /** Directories and files that somebody else may read or write. */
  public List<Path> exposed() throws IOException {
    List<Path> all = new ArrayList<>(files());
    all.add(0, directory.path());
    return all.stream().filter(Inspection::isExposed).toList();
  }

  /**
   * Writes, syncs and removes a small file.
   *
   * @return how long that took, nanoseconds
   * @throws StoreException if it cannot be done; the message names the remedy
   */
  public long probe(TokenClock clock) throws IOException {
    Path probe = directory.path().resolve("probe-" + ProcessHandle.current().pid());
    long begun = clock.nanos();
    try {
      DurableFile.create(probe);
      DurableFile.write(probe, new byte[] {1});
      DurableFile.force(directory.path());
      return clock.nanos() - begun;
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(probe, "cannot be written", e);
    } finally {
      DurableFile.delete(probe);
    }
  }

  /** When any of the files was last changed, epoch milliseconds. */
  public long changedAt() throws IOException {
    long newest = 0;
    for (Path file : files()) {
      newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
    }
    return newest;
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>(list(directory.path()));
    files.addAll(directory.places());
    files.addAll(grants());
    return files.stream().filter(Files::exists).distinct().toList();
  }

  private List<Path> grants() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path place : directory.places()) {
      files.addAll(list(place));
    }
    return files;
  }

  private static List<Path> list(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new StoreException(place, "cannot be listed", e);
    }
  }

  private static boolean isExposed(Path path) {
    try {
      return !Files.isSymbolicLink(path)
          && !OWNER.containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException | UnsupportedOperationException e) {
      return false; // gone meanwhile, or a file system without such permissions
    }
  }
}
