package dev.pawl.it.kit;

import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.spi.ReplayPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A simulator and a user who has nothing but a directory: the fixture of a test class whose tests
 * run commands. Each test gets a new one; what it has made is closed and deleted after the test.
 */
public final class UserScene extends Scene implements AfterEachCallback {
  public final Path directory;
  public final Map<String, String> environment;
  private @Nullable Path memory;

  private UserScene(Path directory, RotationPolicy policy, ReplayPolicy replay) {
    super(directory.resolve("state"), policy, replay);
    this.directory = directory;
    this.environment = CommandRun.environment(directory);
  }

  public static UserScene strict() {
    return of(RotationPolicy.STRICT_FAMILY, ReplayPolicy.UNKNOWN);
  }

  public static UserScene of(RotationPolicy policy, ReplayPolicy replay) {
    try {
      return new UserScene(Files.createTempDirectory("pawl-user"), policy, replay);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A directory in memory that is fit to be the user's runtime directory; nothing names it yet. */
  public Path runtimeDirectory() throws IOException {
    Path made = memory;
    if (made == null) {
      made =
          Files.createTempDirectory(
              Path.of("/dev/shm"),
              "pawl-test",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      memory = made;
    }
    return made;
  }

  /** Runs a command of the user in this JVM, with nothing on its standard input. */
  public CommandRun run(String... args) {
    return CommandRun.of(environment, "", args);
  }

  /** Logs the default profile in with a refresh token that was got elsewhere. */
  public CommandRun logIn(String refreshToken) {
    return CommandRun.of(
        environment,
        refreshToken,
        "login",
        "--issuer",
        simulator.issuer().toString(),
        "--client-id",
        simulator.clientId(),
        "--refresh-token-stdin");
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    close();
    RefreshThreads.join();
    Trees.delete(directory);
    if (memory != null) {
      Trees.delete(memory);
    }
  }
}
