package dev.pawl.directory;

import dev.pawl.file.DurableFile;
import dev.pawl.file.StoreException;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Which refresh tokens of the environment became logins, by fingerprint: a variable outlives the
 * token in it, which must be spent once in all. Kept for ever, for all profiles of the directory.
 *
 * <p>{@code adopted/FINGERPRINT} names the profile and comes into being whole, before the login;
 * {@code adopted/FINGERPRINT.done} follows it.
 */
public final class Adoptions {
  private final Path directory;

  Adoptions(Path directory) {
    this.directory = directory;
  }

  /** Whether the token with this fingerprint became a login; touches nothing. */
  public boolean isDone(Fingerprint fingerprint) {
    return Files.exists(marker(fingerprint));
  }

  /**
   * Claims the token for {@code profile}, for ever.
   *
   * @throws StoreException if it is another profile's
   */
  public void claim(Fingerprint fingerprint, String profile) throws IOException {
    DurableFile.createDirectory(directory);
    Path claim = directory.resolve(fingerprint.value());
    Path mine = directory.resolve(fingerprint.value() + "." + profile);
    DurableFile.create(mine);
    DurableFile.write(mine, profile.getBytes(StandardCharsets.UTF_8));
    try {
      Files.createLink(claim, mine);
    } catch (FileAlreadyExistsException e) {
      requireOwn(claim, profile);
    } finally {
      DurableFile.delete(mine);
    }
    DurableFile.force(directory);
  }

  private static void requireOwn(Path claim, String profile) throws IOException {
    byte[] bytes = Objects.requireNonNullElse(DurableFile.read(claim), new byte[0]);
    String owner = new String(bytes, StandardCharsets.UTF_8);
    if (!owner.equals(profile)) {
      throw new StoreException(
          claim, "says that this refresh token is profile " + owner + "'s; use another one");
    }
  }

  /** Notes that the claimed token became a login. */
  public void done(Fingerprint fingerprint) throws IOException {
    DurableFile.createDirectory(directory);
    DurableFile.create(marker(fingerprint));
    DurableFile.force(directory);
  }

  private Path marker(Fingerprint fingerprint) {
    return directory.resolve(fingerprint.value() + ".done");
  }
}
