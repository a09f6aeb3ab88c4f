package dev.pawl.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pawl.TokenManager;
import dev.pawl.directory.StateDirectory;
import dev.pawl.network.TlsFiles;
import dev.pawl.network.Transport;
import dev.pawl.oauth.Certificates;
import dev.pawl.oauth.RawServer;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.Token;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the bytes on a connection to the refresh token in the store, by a manager. */
class AnswerToStoreTest {
  private static final Duration TIME = Duration.ofSeconds(40);
  private static final String START =
      "{\"access_token\":\"at-2\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
          + "\"refresh_token\":\"rt-2\"";
  private static final String BODY = START + ",\"scope\":\"a b\"}";
  private static final String COUNTED =
      "HTTP/1.1 200 OK\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;

  @TempDir private static Path directory;
  private static Certificates ours;
  private static Transport trusting;

  /* A transaction may still keep its copy when its manager is closed. */
  @TempDir(cleanup = CleanupMode.NEVER)
  Path homes;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ours = Certificates.forNames(directory, "dns:localhost");
    trusting = Transport.DIRECT.with(TlsFiles.trusting(ours.pem()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void token_peerNeverClosesItsTls_isSavedAndReturnedWhileThePeerHangs(String version)
      throws Exception {
    AtomicReference<String> protocol = new AtomicReference<>("none");
    AtomicReference<String> ended = new AtomicReference<>("hangs");
    RawServer.Script script =
        wire -> {
          protocol.set(((SSLSocket) wire.socket()).getSession().getProtocol());
          wire.send(COUNTED);
          wire.hang();
          ended.set("closed");
        };
    try (RawServer server = RawServer.on(listen(version), script);
        TokenManager manager = loggedIn(homes, server, "https")) {
      long start = System.nanoTime();

      Token token = manager.token();
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(token.value()).isEqualTo("at-2");
      assertThat(stored(homes)).isEqualTo("rt-2");
      assertThat(took).isLessThan(TIME.dividedBy(4));
      assertThat(protocol).hasValue(version);
      assertThat(ended).hasValue("hangs");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, counted",
    "TLSv1.3, until closed",
    "TLSv1.2, counted",
    "TLSv1.2, until closed",
    "none, counted",
    "none, until closed"
  })
  void token_peerResetsAfterTheAnswer_isKept(String protocol, String frame) throws Exception {
    String answer = frame.equals("counted") ? COUNTED : "HTTP/1.1 200 OK\r\n\r\n" + BODY;
    RawServer.Script script =
        wire -> {
          wire.send(answer);
          wire.reset();
        };
    boolean plain = protocol.equals("none");
    try (RawServer server =
            plain ? RawServer.playing(script) : RawServer.on(listen(protocol), script);
        TokenManager manager = loggedIn(homes, server, plain ? "http" : "https")) {

      Token token = manager.token();

      assertThat(token.value()).isEqualTo("at-2");
      assertThat(stored(homes)).isEqualTo("rt-2");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n%s",
        "HTTP/1.0 200 OK\r\n\r\n%s",
        "HTTP/1.1 200 OK\nX-Organization: \u00c5rhus\n\n%s",
        "HTTP/1.1 200 OK\r\nContent-Security-Policy: default-src 'self';\r\n  img-src *\r\n\r\n%s",
        "HTTP/1.1 200 OK\r\nX-Space : y\r\nnot a header\r\n\r\n%s",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n%s",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n%s",
        "HTTP/1.1 200 OK\r\n\r\n\u00ef\u00bb\u00bf%s<html>",
        "HTTP/1.1 200 OK\r\n\r\n{\"n\":NaN,\"d\":[[[{\"refresh_token\":\"no\"}]]],%s",
        "HTTP/1.1 200 OK\r\n\r\n{\"scope\":\"a\",\"scope\":\"b\",\"broken\":[1,},%s",
        "HTTP/1.1 200 OK\r\n\r\n{\"token_type\":\"mac\",%s",
      })
  void token_oddAnswerCutAnywhere_storesTheRefreshTokenThatItsBytesHold(String form)
      throws Exception {
    String body = form.contains("\r\n\r\n{") ? BODY.substring(1) : BODY;
    String answer = form.replace("%s", body);
    int held = answer.indexOf("\"rt-2\"") + "\"rt-2\"".length();

    for (int length : new int[] {answer.length(), answer.length() - 1, held}) {
      assertThat(storedAfter(latin(answer), length)).as("%s bytes", length).isEqualTo("rt-2");
    }
    assertThat(storedAfter(latin(answer), held - 1)).isEqualTo("rt-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, chunked", "chunked"})
  void token_answerReallyCompressedAndChunked_isStored(String coding) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(latin(BODY));
    }
    String more = coding.equals("chunked") ? "Content-Encoding: gzip\r\n" : "";
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.writeBytes(
        latin("HTTP/1.1 200 OK\r\n" + more + "Transfer-Encoding: " + coding + "\r\n\r\n"));
    answer.writeBytes(latin(Integer.toHexString(bytes.size()) + "\r\n"));
    answer.writeBytes(bytes.toByteArray());
    answer.writeBytes(latin("\r\n0\r\n\r\n"));

    assertThat(storedAfter(answer.toByteArray(), answer.size())).isEqualTo("rt-2");
    assertThat(storedAfter(answer.toByteArray(), answer.size() - 20)).isEqualTo("rt-2");
  }

  /* By a manager and a state directory of their own; the token is presented once whatever comes. */
  private String storedAfter(byte[] answer, int length) throws Exception {
    Path home = homes.resolve("home-" + length);
    try (RawServer server = RawServer.playing(wire -> wire.send(Arrays.copyOf(answer, length)));
        TokenManager manager = loggedIn(home, server, "http")) {
      Throwable problem = catchThrowable(manager::token);
      Throwable again = problem == null ? null : catchThrowable(manager::token);

      assertThat(again == null).isEqualTo(problem == null);
      assertThat(server.requests()).hasSize(1);
      return stored(home);
    }
  }

  private static ServerSocket listen(String protocol) throws IOException {
    SSLServerSocket listener = ours.listen();
    listener.setEnabledProtocols(new String[] {protocol});
    return listener;
  }

  private static TokenManager loggedIn(Path home, RawServer server, String scheme) {
    TokenManager manager =
        TokenManager.builder()
            .stateDirectory(home)
            .transport(trusting)
            .requestTimeout(TIME)
            .waitTimeout(TIME)
            .warmUp(false)
            .build();
    URI endpoint = URI.create(scheme + "://localhost:" + server.port() + "/token");
    ClientRegistration client =
        new ClientRegistration(
            "https://localhost", endpoint, null, "client", "", ReplayPolicy.NEVER);
    manager.login(Grant.login(client, TokenSet.ofRefresh("rt-1")));
    return manager;
  }

  private static String stored(Path home) throws IOException {
    Grant grant = Objects.requireNonNull(new StateDirectory(home).store("default").readGrant());
    return Objects.requireNonNull(grant.tokens().refresh());
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
