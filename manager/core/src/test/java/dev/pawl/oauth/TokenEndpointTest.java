package dev.pawl.oauth;

import static dev.pawl.oauth.Spends.GOOD_BODY;
import static dev.pawl.oauth.Spends.REFRESH;
import static dev.pawl.oauth.Spends.TIME;
import static dev.pawl.oauth.Spends.answer;
import static dev.pawl.oauth.Spends.outcomeOf;
import static dev.pawl.oauth.Spends.spend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.network.ConfigurationException;
import dev.pawl.network.Transport;
import dev.pawl.oauth.SpendOutcome.Granted;
import dev.pawl.oauth.SpendOutcome.InDoubt;
import dev.pawl.oauth.SpendOutcome.NotProcessed;
import dev.pawl.oauth.SpendOutcome.NotSent;
import dev.pawl.oauth.SpendOutcome.Salvaged;
import dev.pawl.process.FreePort;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.wire.AnswerTap;
import dev.pawl.wire.RawAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {
  private static final Duration SHORT = Duration.ofMillis(700);

  @Test
  void spend_anyServer_sendsExactlyOneRequestOfRfc6749() {
    try (RawServer server = RawServer.answering(answer("200 OK", GOOD_BODY))) {
      spend(server.uri("/oauth/token?tenant=1"), TIME);

      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.requests())
          .singleElement()
          .asString()
          .startsWith("POST /oauth/token?tenant=1 HTTP/1.1\r\nHost: 127.0.0.1:" + server.port())
          .contains("\r\nUser-Agent: pawl/", "\r\nAccept: application/json\r\n")
          .contains("\r\nConnection: close\r\n")
          .contains("\r\nContent-Type: application/x-www-form-urlencoded\r\n")
          .endsWith(
              "\r\n\r\ngrant_type=refresh_token&refresh_token="
                  + REFRESH
                  + "&client_id=fake+client");
    }
  }

  @Test
  void read_truncatedAnywhere_keepsTheRefreshTokenOnceItIsWhole() {
    String whole = answer("200 OK\r\nContent-Type: application/json", GOOD_BODY);

    for (String answer :
        new String[] {whole, chunked(GOOD_BODY), "HTTP/1.0 200 OK\r\n\r\n" + GOOD_BODY}) {
      int least = answer.lastIndexOf("\"fake-refresh-next\"");
      least = least < 0 ? answer.indexOf("-next\"") + 6 : least + "\"fake-refresh-next\"".length();
      for (int length = 0; length <= answer.length(); length++) {
        SpendOutcome outcome = read(answer.substring(0, length), true);

        assertThat(keptBy(outcome))
            .as("%s", length)
            .isEqualTo(length < least ? null : "fake-refresh-next");
      }
    }
  }

  @Test
  void spend_truncatedAfterTheRefreshToken_isGranted() {
    String whole = answer("200 OK", GOOD_BODY);
    String cut = whole.substring(0, whole.indexOf(",\"scope\""));

    assertThat(keptBy(outcomeOf(cut))).isEqualTo("fake-refresh-next");
  }

  private static SpendOutcome read(String answer, boolean ended) {
    URI endpoint = URI.create("https://issuer.example/token");
    return Spends.read(Spends.presented(endpoint), answer, ended);
  }

  private static @Nullable String keptBy(SpendOutcome outcome) {
    return outcome instanceof Granted granted
        ? granted.refresh()
        : outcome instanceof Salvaged salvaged ? salvaged.refresh() : null;
  }

  @Test
  void spend_oneByteShort_isInDoubtWhateverTheStatus() {
    assertThat(outcomeOf("HTTP/1.1 429 x\r\nContent-Length: 3\r\n\r\nno"))
        .isEqualTo(new InDoubt("the answer ends too early"));
  }

  private static String chunked(String body) {
    int half = body.length() / 2;
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
        + Integer.toHexString(half)
        + ";name=\"value\"\r\n"
        + body.substring(0, half)
        + "\r\n00"
        + Integer.toHexString(body.length() - half).toUpperCase(Locale.ROOT)
        + " \r\n"
        + body.substring(half)
        + "\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2\r\n{}\r\n",
        "2\r\n{}XX0\r\n\r\n",
        "2\r\n{}0\r\n\r\n",
        "-2\r\n{}\r\n0\r\n\r\n",
        "0x2\r\n{}\r\n0\r\n\r\n",
        "\r\n0\r\n\r\n",
        "fffffffff\r\n{}\r\n0\r\n\r\n",
        "7fffffff\r\n{}\r\n0\r\n\r\n",
        "g\r\n",
        "2\r\n{}\r\n0\r\nbad trailer"
      })
  void spend_malformedChunks_isInDoubt(String chunks) {
    assertThat(outcomeOf("HTTP/1.1 429 x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks))
        .isInstanceOf(InDoubt.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 429 x\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 429\nContent-Length: 0\n\n",
        "HTTP/1.1 429 x\r\nContent-Length: 2, 2\r\n\r\n{}",
        "HTTP/1.1 429 x\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 429 x\r\nX:\r\ncontent-LENGTH:  0 \r\n\r\n",
        "HTTP/1.1 429 x\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 429 x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 429 x\r\nbad\r\n\r\n",
        "HTTP/1.1 429 x\r\nX : y\r\n\r\n",
        "HTTP/1.1 429 x\r\nX: y\r\n z\r\n\r\n",
        "HTTP/1.1 429 x\r\nX: y\rz\r\n\r\n"
      })
  void spend_unusualButWhole_isUnderstood(String answer) {
    assertThat(outcomeOf(answer)).isInstanceOf(NotProcessed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "SSH-2.0-x\r\n\r\n",
        "HTTP/2 429 x\r\n\r\n",
        "HTTP/1.1 099 x\r\n\r\n",
        "HTTP/1.1 4290 x\r\n\r\n",
        "HTTP/1.1 101 x\r\n\r\nHTTP/1.1 429 x\r\n\r\n",
        "HTTP/1.1 429 x\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 429 x\r\nContent-Length: 2, 3\r\n\r\n{}",
        "HTTP/1.1 429 x\r\nContent-Length: 1, 12\r\n\r\n{}",
        "HTTP/1.1 429 x\r\nContent-Length:\r\n\r\n",
        "HTTP/1.1 429 x\r\nContent-Length: 99999999999999999999\r\n\r\n"
      })
  void spend_notHttp_isInDoubt(String answer) {
    assertThat(outcomeOf(answer)).isInstanceOf(InDoubt.class);
  }

  @Test
  void read_headOrBodyBomb_isInDoubt() {
    String head = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(200_000) + "\r\n";
    String line = "HTTP/1.1 200 " + "x".repeat(1_100_000) + "\r\n\r\n";
    String interim = "HTTP/1.1 100 x\r\n\r\n".repeat(60_000) + answer("200 OK", GOOD_BODY);
    String spaces = "HTTP/1.1 200 OK\r\n\r\n" + " ".repeat(1 << 20) + GOOD_BODY;
    String chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(17);

    for (String bomb : new String[] {head, line, interim, spaces, chunks}) {
      assertThat(read(bomb, true)).isInstanceOf(InDoubt.class).asString().contains("longer");
    }
  }

  @Test
  void read_answerBeyondTheBound_keepsTheRefreshTokenThatWasReadBefore() {
    String longer = GOOD_BODY.replace("\"x\"", "\"" + "x".repeat(2 << 20) + "\"");
    String head = "X: " + "y".repeat(900_000);

    assertThat(keptBy(outcomeOf(answer("200 OK", longer)))).isEqualTo("fake-refresh-next");
    assertThat(keptBy(outcomeOf(answer("200 OK\r\n" + head, GOOD_BODY))))
        .isEqualTo("fake-refresh-next");
  }

  private static String chunks(int number) {
    return ("10000\r\n" + " ".repeat(65_536) + "\r\n").repeat(number) + "0\r\n\r\n";
  }

  @Test
  void spend_slowDrip_endsAtTheTotalDeadline() {
    try (RawServer server = RawServer.playing(w -> w.drip(answer("200 OK", GOOD_BODY), 100))) {
      long start = System.nanoTime();

      SpendOutcome outcome = spend(server.uri("/token"), SHORT);

      assertThat(outcome).isInstanceOf(InDoubt.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.plusSeconds(8));
    }
  }

  @Test
  void spend_drippedBody_endsAtTheTotalDeadline() {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n";
    try (RawServer server =
        RawServer.playing(
            wire -> {
              wire.send(head);
              wire.drip(GOOD_BODY, 100);
            })) {
      SpendOutcome outcome = spend(server.uri("/token"), SHORT);

      assertThat(outcome).isEqualTo(new InDoubt("the answer ends too early"));
    }
  }

  @Test
  void spend_serverHangs_isInDoubtAfterOneRequest() {
    try (RawServer server = RawServer.playing(RawServer.Wire::hang)) {
      SpendOutcome outcome = spend(server.uri("/token"), SHORT);

      assertThat(outcome).isInstanceOf(InDoubt.class);
      assertThat(server.requests()).hasSize(1);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void spend_wholeAnswerOnConnectionKeptOpen_isGrantedAtOnce() {
    try (RawServer server =
        RawServer.playing(
            wire -> {
              wire.send(answer("200 OK\r\nConnection: keep-alive", GOOD_BODY));
              wire.hang();
            })) {
      assertThat(spend(server.uri("/token"), TIME)).isInstanceOf(Granted.class);
    }
  }

  @Test
  void spend_wholeObjectWithoutFramingOnConnectionKeptOpen_isGrantedAtOnce() {
    for (String head : new String[] {"", "Content-Length: 9999\r\n", "Transfer-Encoding: x\r\n"}) {
      try (RawServer server =
          RawServer.playing(
              wire -> {
                wire.send("HTTP/1.1 200 OK\r\n" + head + "\r\n" + GOOD_BODY);
                wire.hang();
              })) {
        long start = System.nanoTime();

        assertThat(keptBy(spend(server.uri("/token"), TIME))).isEqualTo("fake-refresh-next");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIME.dividedBy(2));
      }
    }
  }

  @Test
  void spend_resetAfterAWholeObject_isGranted() {
    try (RawServer server =
        RawServer.playing(
            wire -> {
              wire.send("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + GOOD_BODY);
              wire.reset();
            })) {
      assertThat(spend(server.uri("/token"), TIME)).isInstanceOfAny(Granted.class, InDoubt.class);
    }
  }

  @Test
  void spend_anyAnswer_givesEveryByteToTheTapAndReadsTheSameFromThem() {
    String answer = answer("200 OK", GOOD_BODY);
    Gathering tap = new Gathering();
    try (RawServer server = RawServer.playing(w -> w.drip(answer, 1))) {
      Presentation presented = Spends.presented(server.uri("/token"));

      SpendOutcome outcome =
          new TokenEndpoint(Transport.DIRECT, Spends.CLOCK).spend(presented, TIME, tap);

      assertThat(tap.bytes.toString(StandardCharsets.ISO_8859_1)).isEqualTo(answer);
      assertThat(TokenEndpoint.read(presented, tap.answer())).isEqualTo(outcome);
    }
  }

  private static final class Gathering implements AnswerTap {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long sentAt;
    private boolean ended;

    @Override
    public void sending(long sentAtMillis) {
      sentAt = sentAtMillis;
    }

    @Override
    public void bytes(byte[] octets, int offset, int length) {
      bytes.write(octets, offset, length);
    }

    @Override
    public void ended() {
      ended = true;
    }

    RawAnswer answer() {
      return new RawAnswer(bytes.toByteArray(), ended, sentAt, sentAt);
    }
  }

  @Test
  void spend_reset_isInDoubtAfterOneRequest() {
    try (RawServer server = RawServer.playing(RawServer.Wire::reset)) {
      SpendOutcome outcome = spend(server.uri("/token"), TIME);

      assertThat(outcome).isInstanceOf(InDoubt.class);
      assertThat(server.requests()).hasSize(1);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void spend_nobodyListens_isNotSent() throws IOException {
    int port = FreePort.find();

    SpendOutcome outcome = spend(URI.create("http://localhost:" + port + "/token"), TIME);

    assertThat(outcome).isInstanceOf(NotSent.class);
    assertThat(outcome).asString().contains("localhost:" + port);
  }

  @Test
  void spend_noSuchHost_isNotSent() {
    SpendOutcome outcome = spend(URI.create("https://nowhere.invalid/token"), TIME);

    assertThat(outcome)
        .isEqualTo(new NotSent("nowhere.invalid:443: no such host: nowhere.invalid"));
  }

  @Test
  void spend_deadlineAlreadyOver_isNotSent() {
    try (RawServer server = RawServer.answering(answer("200 OK", GOOD_BODY))) {
      assertThat(spend(server.uri("/token"), Duration.ZERO)).isInstanceOf(NotSent.class);
      assertThat(server.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.example/token",
        "http://127.0.0.1.evil.example/token",
        "http://localhost.evil.example/token",
        "http://128.0.0.1/token",
        "http://[::2]/token",
        "ftp://localhost/token",
        "/token",
        "https:///token",
        "https://user:fake-password@issuer.example/token",
        "https://issuer.example/token#fragment",
        "https://issuer.example:99999/token"
      })
  void spend_endpointThatMayNotGetSecrets_throwsBeforeSending(String endpoint) {
    assertThatThrownBy(() -> spend(URI.create(endpoint), TIME))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("token endpoint")
        .hasMessageNotContainingAny(REFRESH, "fake-password");
    assertThatThrownBy(() -> TokenEndpoint.requireSecure(Spends.client(URI.create(endpoint))))
        .isInstanceOf(ConfigurationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://issuer.example/token",
        "http://localhost:8080",
        "http://[::1]:1/",
        "http://127.9.9.9/"
      })
  void requireSecure_httpsOrLoopback_passes(String endpoint) {
    TokenEndpoint.requireSecure(Spends.client(URI.create(endpoint)));
  }

  @Test
  void spend_tokenBeyondLimit_throwsBeforeSending() {
    try (RawServer server = RawServer.answering(answer("200 OK", GOOD_BODY))) {
      TokenEndpoint endpoint = new TokenEndpoint(Transport.DIRECT, Spends.CLOCK);
      String token = "x".repeat(65_536);

      assertThatThrownBy(
              () ->
                  endpoint.spend(
                      new Presentation(Spends.client(server.uri("/")), token, ErrorCodes.NONE),
                      TIME,
                      AnswerTap.NONE))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageNotContaining("xxx");
      assertThat(server.connections()).isZero();
    }
  }
}
