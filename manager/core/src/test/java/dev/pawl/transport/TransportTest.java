package dev.pawl.transport;

import static dev.pawl.oauth.Spends.GOOD_BODY;
import static dev.pawl.oauth.Spends.TIME;
import static dev.pawl.oauth.Spends.answer;
import static dev.pawl.oauth.Spends.spend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.network.ClientCertificate;
import dev.pawl.network.ConfigurationException;
import dev.pawl.network.ProxyServer;
import dev.pawl.network.TlsFiles;
import dev.pawl.network.Transport;
import dev.pawl.oauth.Certificates;
import dev.pawl.oauth.Presentation;
import dev.pawl.oauth.RawServer;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.SpendOutcome.Granted;
import dev.pawl.oauth.SpendOutcome.InDoubt;
import dev.pawl.oauth.SpendOutcome.Misdirected;
import dev.pawl.oauth.SpendOutcome.NotSent;
import dev.pawl.oauth.Spends;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.wire.AnswerTap;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
  private static final String GOOD = answer("200 OK", GOOD_BODY);
  private static final Duration SHORT = Duration.ofMillis(700);

  @TempDir private static Path directory;
  private static Certificates ours;
  private static Transport trusting;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ours = Certificates.forNames(directory, "dns:localhost,ip:127.0.0.1,dns:issuer.example");
    trusting = Transport.DIRECT.with(TlsFiles.trusting(ours.pem()));
  }

  private static URI https(String host, RawServer server) {
    return URI.create("https://" + host + ":" + server.port() + "/token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void spend_trustedServer_isGranted(String protocol) throws Exception {
    SSLServerSocket listener = ours.listen();
    listener.setEnabledProtocols(new String[] {protocol});
    try (RawServer server = RawServer.on(listener, wire -> wire.send(GOOD))) {
      assertThat(spend(https("localhost", server), trusting, TIME)).isInstanceOf(Granted.class);
      assertThat(server.requests()).hasSize(1);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void spend_untrustedServer_isMisdirectedNamingTrustAndNothingSent() throws Exception {
    try (RawServer server = RawServer.on(ours.listen(), wire -> wire.send(GOOD))) {
      Misdirected misdirected = (Misdirected) spend(https("localhost", server), TIME);

      assertThat(misdirected.remedy()).contains("network.trust");
      assertThat(misdirected.sent()).isFalse();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void spend_wrongHostName_isMisdirectedAndNothingSent() throws Exception {
    Certificates other = Certificates.forNames(directory, "dns:other.example");
    Transport trustsOther = Transport.DIRECT.with(TlsFiles.trusting(other.pem()));
    try (RawServer server = RawServer.on(other.listen(), wire -> wire.send(GOOD))) {
      for (String host : new String[] {"localhost", "127.0.0.1"}) {
        SpendOutcome outcome = spend(https(host, server), trustsOther, TIME);
        assertThat(((Misdirected) outcome).why()).contains("another host's");
        assertThat(((Misdirected) outcome).sent()).isFalse();
      }
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void spend_oldTls_isNotSent() throws Exception {
    SSLServerSocket listener = ours.listen();
    listener.setEnabledProtocols(new String[] {"TLSv1.1"});
    try (RawServer server = RawServer.on(listener, wire -> wire.send(GOOD))) {
      assertThat(spend(https("localhost", server), trusting, TIME)).isInstanceOf(NotSent.class);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void spend_clientCertificateDemanded_showsIt() throws Exception {
    SSLServerSocket listener = ours.listen();
    listener.setNeedClientAuth(true);
    Transport identified =
        Transport.DIRECT.with(new TlsFiles(ours.pem(), null, ours.store(), Certificates.PASSWORD));
    try (RawServer server = RawServer.on(listener, wire -> wire.send(GOOD))) {
      assertThat(spend(https("localhost", server), identified, TIME)).isInstanceOf(Granted.class);
      assertThat(spend(https("localhost", server), trusting, TIME)).isNotInstanceOf(Granted.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void spend_clientCertificateDemandedAndNoneShown_isMisdirectedNamingTheSetting()
      throws Exception {
    SSLServerSocket listener = ours.listen();
    listener.setNeedClientAuth(true);
    try (RawServer server = RawServer.on(listener, wire -> wire.send(GOOD))) {
      Misdirected refused = (Misdirected) spend(https("localhost", server), trusting, TIME);

      assertThat(refused.why()).contains("client's certificate");
      assertThat(refused.remedy()).contains("clientCertificate");
      assertThat(refused.sent()).isTrue();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void showing_contextThatTheApplicationMade_isRefusedWithTheRemedy() throws Exception {
    Transport own = new Transport(ProxyServer.NONE, SSLContext.getDefault());
    ClientCertificate certificate = ours.client();

    assertThatThrownBy(() -> own.showing(certificate))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("TlsFiles");
  }

  @Test
  void spend_tlsServerDrips_isInDoubtAtTheDeadline() throws Exception {
    Duration longEnoughForTls = Duration.ofSeconds(3);
    try (RawServer drips = RawServer.on(ours.listen(), wire -> wire.drip(GOOD, 100))) {
      assertThat(timed(https("localhost", drips), longEnoughForTls)).isInstanceOf(InDoubt.class);
    }
  }

  @Test
  void spend_handshakeHangsOrDrips_isNotSentAtTheDeadline() {
    String record = "\u0016\u0003\u0003?\u0000" + "x".repeat(1_000);
    try (RawServer hangs = RawServer.greeting(RawServer.Wire::hang);
        RawServer drips = RawServer.greeting(wire -> wire.drip(record, 20))) {
      assertThat(timed(https("localhost", hangs), SHORT)).isInstanceOf(NotSent.class);
      assertThat(timed(https("localhost", drips), SHORT)).isInstanceOf(NotSent.class);
    }
  }

  private static SpendOutcome timed(URI endpoint, Duration time) {
    long start = System.nanoTime();
    SpendOutcome outcome = spend(endpoint, trusting, time);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(time.plusSeconds(8));
    return outcome;
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void spend_serverNeverReads_isInDoubtAtTheDeadline() throws IOException {
    String token = "x".repeat(60_000);
    ServerSocket listener = new ServerSocket();
    listener.setReceiveBufferSize(1_024);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try (RawServer server = RawServer.greetingOn(listener, RawServer.Wire::hang)) {
      SpendOutcome outcome =
          new TokenEndpoint(Transport.DIRECT, Spends.CLOCK)
              .spend(
                  new Presentation(Spends.client(server.uri("/token")), token, ErrorCodes.NONE),
                  SHORT,
                  AnswerTap.NONE);

      assertThat(outcome).isInstanceOf(InDoubt.class);
    }
  }

  @Test
  void spend_throughHttpProxy_tunnels() throws Exception {
    try (RawServer server = RawServer.on(ours.listen(), wire -> wire.send(GOOD));
        RawServer proxy =
            RawServer.playing(
                wire -> {
                  wire.send("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n");
                  wire.tunnel(server.port());
                })) {
      URI endpoint = URI.create("https://issuer.example/token");

      assertThat(spend(endpoint, through(Proxy.Type.HTTP, proxy), TIME))
          .isInstanceOf(Granted.class);
      assertThat(proxy.requests())
          .containsExactly(
              "CONNECT issuer.example:443 HTTP/1.1\r\nHost: issuer.example:443\r\n\r\n");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 403 x\r\n\r\n", "HTTP/1.1 502 x\r\n\r\n", "garbage\r\n\r\n", ""})
  void spend_proxyRefuses_isNotSent(String refusal) {
    try (RawServer proxy = RawServer.playing(wire -> wire.sendAndClose(refusal))) {
      URI endpoint = URI.create("https://issuer.example/token");

      SpendOutcome outcome = spend(endpoint, through(Proxy.Type.HTTP, proxy), TIME);

      assertThat(outcome).isInstanceOf(NotSent.class);
      assertThat(proxy.connections()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void spend_proxyWantsPassword_isMisdirectedNamingTheProxyAndNothingSent() {
    String refusal = "HTTP/1.1 407 x\r\nProxy-Authenticate: Basic realm=x\r\n\r\n";
    try (RawServer proxy = RawServer.playing(wire -> wire.sendAndClose(refusal))) {
      URI endpoint = URI.create("https://issuer.example/token");

      SpendOutcome outcome = spend(endpoint, through(Proxy.Type.HTTP, proxy), TIME);

      assertThat(((Misdirected) outcome).why()).contains("407", "password");
      assertThat(((Misdirected) outcome).remedy()).contains("network.proxy");
      assertThat(((Misdirected) outcome).sent()).isFalse();
    }
  }

  @Test
  void spend_tlsPeerThatNeverCloses_isGrantedAtOnce() throws Exception {
    Transport trusting = Transport.DIRECT.with(TlsFiles.trusting(ours.pem()));
    try (RawServer server =
        RawServer.on(
            ours.listen(),
            wire -> {
              wire.send(GOOD);
              wire.hang();
            })) {
      long start = System.nanoTime();

      SpendOutcome outcome = spend(https("localhost", server), trusting, TIME);

      assertThat(outcome).isInstanceOf(Granted.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIME.dividedBy(2));
    }
  }

  @Test
  void spend_proxyHangs_isNotSentAtTheDeadline() {
    try (RawServer proxy = RawServer.playing(RawServer.Wire::hang)) {
      URI endpoint = URI.create("https://issuer.example/token");

      assertThat(spend(endpoint, through(Proxy.Type.HTTP, proxy), SHORT))
          .isInstanceOf(NotSent.class);
    }
  }

  @Test
  void spend_throughSocks_leavesTheNameToTheProxy() throws Exception {
    try (RawServer server = RawServer.on(ours.listen(), wire -> wire.send(GOOD));
        RawServer proxy =
            RawServer.greeting(
                wire -> {
                  assertThat(socksTarget(wire)).isEqualTo("issuer.example");
                  wire.tunnel(server.port());
                })) {
      URI endpoint = URI.create("https://issuer.example/token");

      assertThat(spend(endpoint, through(Proxy.Type.SOCKS, proxy), TIME))
          .isInstanceOf(Granted.class);
    }
  }

  /* RFC 1928: methods, then CONNECT by name. */
  private static String socksTarget(RawServer.Wire wire) throws IOException {
    InputStream in = wire.socket().getInputStream();
    in.readNBytes(1);
    in.readNBytes(in.read());
    wire.send(new byte[] {5, 0});
    in.readNBytes(4);
    String host = new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII);
    in.readNBytes(2);
    wire.send(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    return host;
  }

  @Test
  void spend_loopback_neverGoesThroughTheProxy() {
    try (RawServer server = RawServer.answering(GOOD);
        RawServer proxy = RawServer.answering("HTTP/1.1 200 OK\r\n\r\n")) {
      assertThat(spend(server.uri("/token"), through(Proxy.Type.HTTP, proxy), TIME))
          .isInstanceOf(Granted.class);
      assertThat(spend(server.uri("/token"), through(Proxy.Type.SOCKS, proxy), TIME))
          .isInstanceOf(Granted.class);
      assertThat(proxy.connections()).isZero();
    }
  }

  private static Transport through(Proxy.Type type, RawServer proxy) {
    return trusting.through(
        new Proxy(type, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())));
  }

  @Test
  void with_fileThatIsNone_throwsNamingIt() throws Exception {
    Path file = Files.writeString(directory.resolve("broken.pem"), "no certificate");
    Path empty = Files.writeString(directory.resolve("half.pem"), "-----BEGIN CERTIFICATE-----\nx");
    TlsFiles wrongPassword = new TlsFiles(null, null, ours.store(), "fake-wrong-password");

    for (TlsFiles files :
        new TlsFiles[] {
          TlsFiles.trusting(file),
          TlsFiles.trusting(empty),
          TlsFiles.trusting(directory.resolve("absent.pem")),
          wrongPassword
        }) {
      assertThatThrownBy(() -> Transport.DIRECT.with(files))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageNotContaining("fake-wrong-password");
    }
    assertThat(wrongPassword.toString()).doesNotContain("fake-wrong-password");
  }

  /* Stopped between the handshake and its first byte, for longer than the request may take. */
  @Test
  void spend_deadlinePassesBeforeTheFirstByte_sendsNothing() throws Exception {
    AnswerTap stopped =
        new AnswerTap() {
          @Override
          public void connected() {
            long end = System.nanoTime() + SHORT.toNanos();
            while (System.nanoTime() - end < 0) {
              Thread.onSpinWait();
            }
          }

          @Override
          public void sending(long sentAtMillis) {
            throw new AssertionError("a request is sent after its deadline");
          }

          @Override
          public void bytes(byte[] bytes, int offset, int length) {}

          @Override
          public void ended() {}
        };
    try (RawServer server = RawServer.answering(GOOD)) {
      SpendOutcome outcome =
          new TokenEndpoint(Transport.DIRECT, Spends.CLOCK)
              .spend(
                  new Presentation(
                      Spends.client(server.uri("/token")),
                      "fake-refresh-0123456789-ABCDEFGHIJKLMNOP",
                      ErrorCodes.NONE),
                  SHORT,
                  stopped);

      assertThat(outcome).isInstanceOf(NotSent.class);
      assertThat(server.requests()).isEmpty();
    }
  }
}
