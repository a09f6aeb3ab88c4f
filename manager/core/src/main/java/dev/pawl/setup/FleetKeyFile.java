package dev.pawl.setup;

import dev.pawl.file.DurableFile;
import dev.pawl.file.FileProblem;
import dev.pawl.file.FileTrust;
import dev.pawl.file.StoreException;
import dev.pawl.fleet.SealException;
import dev.pawl.fleet.SealProvider;
import dev.pawl.session.FleetSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The private file with the key that seals a fleet's records. Each change is on the disk before it
 * counts, and the file is whole at any moment. Thread-safe; two processes that change one file at
 * the same time lose the change of one.
 *
 * @param path of the file
 */
public record FleetKeyFile(Path path) {

  /** Makes the path absolute. */
  public FleetKeyFile {
    path = path.toAbsolutePath().normalize();
  }

  /**
   * Makes a key, in a new file with mode 0600.
   *
   * @return the id of the key, which is no secret
   * @throws IOException if something of that name is there already: it could be a key that is used
   */
  public String make() throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreException(
          path,
          "is there already; a key that is lost takes every login with it: name another file");
    }
    SealProvider seals = FleetSettings.provider();
    return written(seals, seals.generate());
  }

  /**
   * The first step of a rotation: adds a key that opens and does not seal yet.
   *
   * @return the id of the key that seals, as before
   * @throws SealException if the file holds no key, or one that was added and not promoted
   */
  public String add() throws IOException {
    SealProvider seals = FleetSettings.provider();
    return written(seals, seals.add(read()));
  }

  /**
   * The second step, when every host has the file of the first: the added key seals from now on.
   *
   * @return the id of that key
   * @throws SealException if the file holds no key, or none that was added
   */
  public String promote() throws IOException {
    SealProvider seals = FleetSettings.provider();
    return written(seals, seals.promote(read()));
  }

  private String read() throws IOException {
    byte[] bytes = DurableFile.read(path);
    if (bytes == null) {
      throw new StoreException(path, "does not exist; make a key first: pawl fleet key FILE");
    }
    FileTrust.Flaw flaw = FileTrust.ofSecretFile(path);
    if (flaw != null) {
      throw new StoreException(path, "cannot be trusted: " + flaw.sentence());
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String written(SealProvider seals, String key) throws IOException {
    String id = seals.seal(key).keyId();
    Path directory = Objects.requireNonNull(path.getParent());
    Path next = path.resolveSibling(path.getFileName() + ".next");
    try {
      DurableFile.create(next);
      DurableFile.write(next, (key + "\n").getBytes(StandardCharsets.UTF_8));
      DurableFile.rename(next, path);
      DurableFile.force(directory);
      return id;
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(path, "cannot be written: " + FileProblem.reason(e), e);
    }
  }
}
