package dev.pawl.benchmarks.engine;

import dev.pawl.TokenManager;
import dev.pawl.json.Json;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.CacheMode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A user's files for a measurement: settings that ask for an engine, a state directory, and nothing
 * of the real user's.
 *
 * @param root a directory that holds all of it
 * @param engine of the cache
 */
public record Home(Path root, Engine engine) {

  /** A fresh one under the system's temporary directory, with room for this many profiles. */
  public static Home create(Engine engine, int profiles) throws IOException {
    return create(Files.createTempDirectory("pawl-bench-home").toRealPath(), engine, profiles);
  }

  /** A fresh one in an empty directory. */
  public static Home create(Path root, Engine engine, int profiles) throws IOException {
    Path settings = Files.createDirectories(root.resolve("config").resolve("pawl"));
    if (engine == Engine.CHRONICLE) {
      Map<String, Object> cache =
          Map.of("cache", Map.of("engine", engine.label(), "profiles", profiles));
      Files.write(
          settings.resolve("settings.json"), Json.write(cache).getBytes(StandardCharsets.US_ASCII));
    }
    return new Home(root, engine);
  }

  /** Where the environment of a process points. */
  public Map<String, String> environment() {
    return Map.of(
        "PAWL_HOME", state().toString(),
        "XDG_CONFIG_HOME", root.resolve("config").toString(),
        "HOME", root.toString());
  }

  /** The state directory. */
  public Path state() {
    return root.resolve("state");
  }

  /** The cache's file, once a manager was opened. */
  public Path cacheFile() {
    return state().resolve("cache");
  }

  /** A builder of managers in it. */
  public TokenManager.Builder managers() {
    return TokenManager.builder()
        .environment(environment())
        .warmUp(false)
        .cache(engine == Engine.NONE ? CacheMode.NONE : CacheMode.SHARED);
  }

  /** A manager of {@code profile}, logged in with a token that outlives every measurement. */
  public TokenManager loggedIn(String profile) {
    TokenManager manager = managers().profile(profile).build();
    manager.login(grant("not-a-secret-" + profile));
    return manager;
  }

  /** A login that is fresh for a day. */
  public static Grant grant(String access) {
    long now = System.currentTimeMillis();
    URI endpoint = URI.create("http://127.0.0.1:9/oauth/token");
    ClientRegistration client =
        new ClientRegistration(
            "http://127.0.0.1:9", endpoint, null, "bench", "", ReplayPolicy.UNKNOWN);
    return Grant.login(
        client, new TokenSet(access, now, now + TimeUnit.DAYS.toMillis(1), "not-a-secret-either"));
  }

  /** Removes everything. */
  public void delete() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }
}
