package dev.pawl.store;

import dev.pawl.spi.Client;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.Replay;
import dev.pawl.spi.Tokens;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Grants with tokens that are obviously fake. */
final class Sample {
  static final Client CLIENT =
      new Client(
          "https://issuer.example",
          URI.create("https://issuer.example/token"),
          URI.create("https://issuer.example/revoke"),
          "client-1",
          "openid",
          Replay.UNKNOWN);

  private Sample() {}

  static Grant grant(long generation) {
    return new Grant(
        generation, Grant.Origin.REFRESH, CLIENT, tokens(generation), Map.of("theirs", "kept"));
  }

  static Tokens tokens(long generation) {
    return new Tokens(
        "fake-access-" + generation,
        1_000 * generation,
        1_000 * generation + 3_600_000,
        refresh(generation));
  }

  static String refresh(long generation) {
    return "fake-refresh-" + generation;
  }

  static Fingerprint fingerprint(long generation) {
    return Fingerprint.of(refresh(generation));
  }

  static FileStore store(Path directory) {
    return new FileStore(file(directory));
  }

  static Path file(Path directory) {
    return directory.resolve("default.json");
  }
}
