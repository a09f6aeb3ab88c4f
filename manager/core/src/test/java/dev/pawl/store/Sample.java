package dev.pawl.store;

import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Grants with tokens that are obviously fake. */
public final class Sample {
  public static final ClientRegistration CLIENT =
      new ClientRegistration(
          "https://issuer.example",
          URI.create("https://issuer.example/token"),
          URI.create("https://issuer.example/revoke"),
          "client-1",
          "openid",
          ReplayPolicy.UNKNOWN);

  private Sample() {}

  public static Grant grant(long generation) {
    return new Grant(
        generation, Grant.Origin.REFRESH, CLIENT, tokens(generation), Map.of("theirs", "kept"));
  }

  public static TokenSet tokens(long generation) {
    return new TokenSet(
        "fake-access-" + generation,
        1_000 * generation,
        1_000 * generation + 3_600_000,
        refresh(generation));
  }

  public static String refresh(long generation) {
    return "fake-refresh-" + generation;
  }

  public static Fingerprint fingerprint(long generation) {
    return Fingerprint.of(refresh(generation));
  }

  public static FileStore store(Path directory) {
    return new FileStore(file(directory));
  }

  public static Path file(Path directory) {
    return directory.resolve("default.json");
  }
}
