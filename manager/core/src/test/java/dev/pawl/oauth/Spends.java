package dev.pawl.oauth;

import dev.pawl.clock.TokenClock;
import dev.pawl.network.Transport;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.wire.AnswerTap;
import dev.pawl.wire.RawAnswer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** What the tests of this package spend, and the answers they get. */
public final class Spends {
  static final String REFRESH = "fake-refresh-0123456789-ABCDEFGHIJKLMNOP";
  public static final String GOOD_BODY =
      "{\"access_token\":\"fake-access-1\",\"token_type\":\"Bearer\",\"expires_in\":1200,"
          + "\"refresh_token\":\"fake-refresh-next\",\"scope\":\"a b\",\"account\":\"x\"}";
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  public static final TokenClock CLOCK = TokenClock.of(() -> NOW);
  public static final Duration TIME = Duration.ofSeconds(20);

  static final ErrorCodes ERRORS = new ErrorCodes(Set.of("invalid_request"), Set.of("named_final"));

  private Spends() {}

  /** What {@code answer}, whole, means to a client of an issuer with that {@code replay}. */
  static SpendOutcome read(String answer, ReplayPolicy replay) {
    URI endpoint = URI.create("https://issuer.example/token");
    ClientRegistration client =
        new ClientRegistration("https://issuer.example", endpoint, null, "c", "", replay);
    return read(new Presentation(client, REFRESH, ERRORS), answer, true);
  }

  /** What the bytes of {@code answer} (ISO-8859-1) mean. */
  static SpendOutcome read(Presentation presented, String answer, boolean ended) {
    byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
    long now = NOW.toEpochMilli();
    return TokenEndpoint.read(presented, new RawAnswer(bytes, ended, now, now));
  }

  public static String answer(String statusAndHeaders, String body) {
    int length = body.getBytes(StandardCharsets.ISO_8859_1).length;
    return "HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: " + length + "\r\n\r\n" + body;
  }

  public static ClientRegistration client(URI tokenEndpoint) {
    return new ClientRegistration(
        "https://issuer.example", tokenEndpoint, null, "fake client", "a b", ReplayPolicy.UNKNOWN);
  }

  public static SpendOutcome spend(URI tokenEndpoint, Duration time) {
    return spend(tokenEndpoint, Transport.DIRECT, time);
  }

  public static SpendOutcome spend(URI tokenEndpoint, Transport transport, Duration time) {
    return new TokenEndpoint(transport, CLOCK)
        .spend(presented(tokenEndpoint), time, AnswerTap.NONE);
  }

  static Presentation presented(URI tokenEndpoint) {
    return new Presentation(client(tokenEndpoint), REFRESH, ERRORS);
  }

  /** Spends against a server that sends {@code answer} and closes. */
  static SpendOutcome outcomeOf(String answer) {
    try (RawServer server = RawServer.answering(answer)) {
      return spend(server.uri("/token"), TIME);
    }
  }
}
