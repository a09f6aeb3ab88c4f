package dev.pawl.directory;

import dev.pawl.file.DurableFile;
import dev.pawl.file.FileIdentity;
import dev.pawl.file.StoreException;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantFormat;
import dev.pawl.store.GrantFormat.Parent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Saves the first grants of many profiles with one sync each: a file is whole on the disk before it
 * gets its name, and the names are forced together. A crash leaves each grant there or not there,
 * never in part; until {@link #settle} returns, a power cut may take back the last ones.
 *
 * <p>Not thread-safe. {@link #isNew} and {@link #admit} need the profile's refresh lock.
 */
public final class BulkGrantWriter {
  private final StateDirectory directory;
  private final Set<Path> unsettled = new LinkedHashSet<>();

  /** An intake into a directory that is prepared. */
  public BulkGrantWriter(StateDirectory directory) {
    this.directory = directory;
  }

  /** Whether nothing at all is stored of {@code profile}, not even a trace of an ended login. */
  public boolean isNew(String profile) {
    Path place = directory.place(profile);
    for (String suffix : List.of(".json", ".journal", ".json.next", ".json.copy")) {
      if (!Files.notExists(place.resolve(profile + suffix), LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Saves {@code grant} as the first of a new profile.
   *
   * @return which file it is now
   * @throws StoreException if it cannot be saved; then it is not there
   */
  public FileIdentity admit(String profile, Grant grant) throws IOException {
    Path file = directory.place(profile).resolve(profile + ".json");
    Path arriving = file.resolveSibling(file.getFileName() + ".import");
    try {
      DurableFile.create(arriving);
      DurableFile.write(arriving, GrantFormat.write(grant, Parent.NONE));
      FileIdentity identity = FileIdentity.of(arriving);
      DurableFile.rename(arriving, file);
      unsettled.add(Objects.requireNonNull(file.getParent()));
      return identity;
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(file, "cannot be made", e);
    }
  }

  /** Has everything that was admitted on the disk, by name. On a thread that nobody interrupts. */
  public void settle() throws IOException {
    for (Path place : unsettled) {
      DurableFile.force(place);
    }
    unsettled.clear();
  }
}
