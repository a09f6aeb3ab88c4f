package dev.pawl.benchmarks.contention.child;

import dev.pawl.TokenManager;
import dev.pawl.benchmarks.provider.ProviderLogin;
import dev.pawl.token.CacheMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** The contenders by name, and the login that each shares among its processes. */
public final class Contenders {
  private static final String PAWL = "pawl";
  private static final String PROGRAM = "pawl, a program";
  private static final String UNCACHED = "pawl without cache";
  private static final long LIFETIME = TimeUnit.HOURS.toMillis(1);

  private Contenders() {}

  /**
   * Stores the one login of a contender where its processes will look for it.
   *
   * @param now what the processes' clocks say, epoch milliseconds
   */
  public static void logIn(String name, Path directory, ProviderLogin registration, long now)
      throws IOException {
    Files.createDirectories(directory);
    if (isPawl(name)) {
      InstantSource clock = InstantSource.fixed(java.time.Instant.ofEpochMilli(now));
      try (TokenManager manager = PawlContender.open(directory, cache(name), clock)) {
        manager.login(
            name.equals(PROGRAM)
                ? registration.program(secret(directory, registration))
                : registration.grant(now, now + LIFETIME));
      }
    } else {
      new PeerTokenFile(registration.access(), registration.refresh(), now + LIFETIME)
          .write(file(directory));
    }
  }

  static Contender open(
      String name, Path directory, ProviderLogin registration, InstantSource clock)
      throws IOException {
    if (isPawl(name)) {
      return new PawlContender(directory, cache(name), clock);
    }
    RefreshRequest request =
        new RefreshRequest(registration.endpoint(), registration.client(), clock);
    if (name.equals("provider alone")) {
      return new BareContender(registration, request);
    }
    if (name.equals("each process asks")) {
      return new AskingContender(registration, clock);
    }
    if (name.equals("lock alone")) {
      return new BareLock(directory.resolve("lock"), clock);
    }
    return new LockedContender(file(directory), locker(name, directory), request, clock);
  }

  private static Path secret(Path directory, ProviderLogin registration) throws IOException {
    Path file = directory.resolveSibling(directory.getFileName() + ".secret");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, registration.programSecret());
  }

  private static FileLocker locker(String name, Path directory) throws IOException {
    return switch (name) {
      case "FileChannel.lock" -> new ConvoyLocker(directory.resolve("lock"));
      case "msal4j extension" -> new MsalLocker(directory.resolve("lock"));
      default -> throw new IOException("no contender " + name);
    };
  }

  /** Where the peers keep their tokens. */
  public static Path file(Path directory) {
    return directory.resolve("credentials.json");
  }

  private static boolean isPawl(String name) {
    return name.startsWith(PAWL);
  }

  private static CacheMode cache(String name) {
    return name.equals(UNCACHED) ? CacheMode.NONE : CacheMode.SHARED;
  }
}
