package dev.pawl.cli.token;

import dev.pawl.credentials.TokenDirectory;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A file in memory that holds a usable token for as long as it is open: mode 0600 in a directory of
 * its own, replaced in one step as soon as there is a newer token, removed with its directory. The
 * token and nothing else, no line end.
 */
final class TokenFile implements AutoCloseable {
  private static final FileAttribute<?> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final long LOOK_MILLIS = 500;

  private final TokenDirectory directory;
  private final TokenSupply supply;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper = new Thread(this::keepFresh, "pawl-token-file");
  private String written = "";

  private TokenFile(TokenDirectory directory, TokenSupply supply) {
    this.directory = directory;
    this.supply = supply;
  }

  /**
   * A file with the present token.
   *
   * @throws IOException if there is no place in memory for it: a token is never put on a disk
   * @throws TokenException if there is no token
   */
  static TokenFile create(Map<String, String> environment, TokenSupply supply) throws IOException {
    Token token = supply.token();
    TokenFile file = new TokenFile(TokenDirectory.create(environment), supply);
    file.write(token);
    file.keeper.setDaemon(true);
    file.keeper.start();
    return file;
  }

  Path path() {
    return directory.resolve("token");
  }

  /* Of what may change, token() is a memory read while it does not, and asks ahead of time by itself:
   * a stored login refreshes, a helper command runs. The others give the same each time. */
  private void keepFresh() {
    try {
      while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        replace();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void replace() {
    try {
      Token token = supply.token();
      if (!token.value().equals(written)) {
        write(token);
      }
    } catch (TokenException | IOException e) {
      return; // the file keeps the last one; the command sees it end, and a login brings another
    }
  }

  private void write(Token token) throws IOException {
    Path next = directory.resolve("token.next");
    Files.deleteIfExists(next);
    Files.createFile(next, PRIVATE_FILE);
    Files.write(
        next, token.value().getBytes(StandardCharsets.UTF_8), StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(next, path(), StandardCopyOption.ATOMIC_MOVE);
    written = token.value();
  }

  /** Removes the file. */
  @Override
  public void close() throws IOException {
    closing.countDown();
    try {
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    directory.close();
  }
}
