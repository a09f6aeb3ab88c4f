package dev.pawl.store;

import dev.pawl.file.DurableFile;
import dev.pawl.file.Quarantine;
import dev.pawl.spi.Grant;
import dev.pawl.store.GrantFormat.Parent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The last good copy of a grant, for the day on which its file is damaged.
 *
 * @param file that holds it
 */
public record GoodCopy(Path file) {

  /** The copy of the grant at {@code grant}. */
  public static GoodCopy of(Path grant) {
    return new GoodCopy(grant.resolveSibling(grant.getFileName() + ".copy"));
  }

  /** The copy; null if there is no whole one. */
  @Nullable
  public Grant read() throws IOException {
    GrantFormat.Stored stored = GrantFile.complete(file);
    return stored == null ? null : stored.grant();
  }

  /** Replaces the copy; a failure costs nothing now and is ignored. */
  void keep(Grant grant) {
    try {
      DurableFile.create(file);
      byte[] bytes = GrantFormat.write(grant, Parent.NONE);
      try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
        DurableFile.overwrite(out, bytes);
      }
    } catch (IOException e) {
      // half a copy has no valid checksum, so it is no copy
    }
  }

  /** Puts aside what is no whole copy: it may hold what a person can still use; null if absent. */
  @Nullable Path putAside() throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    Path aside = Quarantine.keep(file);
    delete();
    return aside;
  }

  void delete() throws IOException {
    DurableFile.delete(file);
  }
}
