package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.tls.Certificate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests share one simulator, since a certificate takes seconds; each has its own family. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private Simulator simulator;
  private SSLContext trusting;

  @BeforeAll
  void start() throws Exception {
    simulator = Simulator.builder().seed(7).tls().cut().start();
    trusting = trusting(simulator.caCertificate());
  }

  @AfterAll
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void trustedAuthority_everyPortIsReached(String host) throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");

    int metadata =
        get(trusting, at(host, simulator.issuer(), "/.well-known/oauth-authorization-server"), "");
    int call = get(trusting, at(host, simulator.api(), "/v1/whoami"), grant.accessToken());
    int admin = get(trusting, at(host, simulator.admin(), "/__sim/clock"), simulator.adminToken());

    assertThat(metadata).isEqualTo(200);
    assertThat(call).isEqualTo(200);
    assertThat(admin).isEqualTo(200);
    assertThat(simulator.issuer()).hasScheme("https");
    assertThat(simulator.tokenEndpoint()).hasScheme("https");
  }

  @Test
  void trustedAuthority_boundToAnotherAddress_isReachedThere() throws Exception {
    try (Simulator other = Simulator.builder().bind("127.0.0.2").tls().start()) {
      SSLContext trustsIt = trusting(other.caCertificate());

      int metadata =
          get(trustsIt, other.issuer().resolve("/.well-known/oauth-authorization-server"), "");

      assertThat(metadata).isEqualTo(200);
      assertThat(other.issuer()).hasHost("127.0.0.2");
    }
  }

  @Test
  void strangersAuthority_isRefusedByTheClient() throws Exception {
    URI uri = simulator.issuer();

    assertThatExceptionOfType(SSLHandshakeException.class)
        .isThrownBy(() -> get(SSLContext.getDefault(), uri, ""))
        .withMessageContaining("unable to find valid certification path");
  }

  @ParameterizedTest
  @EnumSource(value = Certificate.class, names = "VALID", mode = EnumSource.Mode.EXCLUDE)
  void badCertificate_isRefusedByTheClient(Certificate kind) throws Exception {
    try (Simulator bad = Simulator.builder().tls(kind).start()) {
      SSLContext trustsItsAuthority = trusting(bad.caCertificate());

      assertThatExceptionOfType(SSLException.class)
          .isThrownBy(() -> get(trustsItsAuthority, bad.issuer(), ""))
          .withStackTraceContaining(
              kind == Certificate.EXPIRED ? "CertificateExpired" : "No subject alternative names");
      assertThat(bad.ledger().entries().list()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "AFTER_COMMIT reset; <RST>",
        "AFTER_COMMIT empty; ''",
        "MID_BODY(20) reset; {\"access_token\":\"sim<RST>",
        "MID_BODY(20) empty; {\"access_token\":\"sim",
        "MID_BODY(20) delay 10ms; }}",
        "AFTER_COMMIT drip 2000; }}",
        "AFTER_COMMIT malformed; lskdu018973t09sylgasjkfg1][]'./.sdlv",
        "AFTER_RESPONSE empty; }}"
      })
  void fault_isSeenThroughTls(String effect, String end) throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    simulator.faults().add("any next 1 of " + grant.family() + ": " + effect);

    String seen;
    try (RawSocket socket = RawSocket.spend(simulator, grant.refreshToken(), trusting)) {
      seen = socket.readToEnd();
    }

    assertThat(seen).endsWith(end).hasSizeGreaterThanOrEqualTo(end.length());
    assertThat(seen.contains(RawSocket.RESET)).isEqualTo(effect.endsWith("reset"));
    assertThat(seen.isEmpty()).isEqualTo(end.isEmpty());
    simulator.ledger().spends(grant.family()).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void truncated_promisesMoreThanItSendsAndEndsInOrder() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    simulator.faults().add("any next 1 of " + grant.family() + ": AFTER_COMMIT truncated");

    String seen;
    try (RawSocket socket = RawSocket.spend(simulator, grant.refreshToken(), trusting)) {
      seen = socket.readToEnd();
    }

    int promised = Integer.parseInt(seen.replaceFirst("(?s).*Content-Length: (\\d+)\r.*", "$1"));
    assertThat(seen.substring(seen.indexOf("\r\n\r\n") + 4)).hasSize(promised / 2);
  }

  @Test
  void empty_tlsTellsTheClientOfTheEnd() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    simulator.faults().add("any next 1 of " + grant.family() + ": AFTER_COMMIT empty");
    URI uri = simulator.tokenEndpoint();
    RecordingSocket below = new RecordingSocket(uri);
    SSLSocket tls =
        (SSLSocket)
            trusting.getSocketFactory().createSocket(below, uri.getHost(), uri.getPort(), true);
    tls.setEnabledProtocols(new String[] {"TLSv1.2"}); // TLS 1.3 hides the types of its records

    try (RawSocket socket = RawSocket.spend(simulator, grant.refreshToken(), tls)) {
      String seen = socket.readToEnd();

      assertThat(seen).isEmpty();
      assertThat(below.recordTypes()).endsWith(RecordingSocket.ALERT);
    }
  }

  @Test
  void hang_inTheMiddleOfABody_restComesWhenReleased() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    simulator.faults().add("any next 1 of " + grant.family() + ": MID_BODY(20) hang");

    try (RawSocket socket = RawSocket.spend(simulator, grant.refreshToken(), trusting)) {
      String first = socket.readThrough("{\"access_token\":\"sim");
      boolean held = simulator.faults().awaitHeld(1, TIMEOUT);
      simulator.faults().release();
      String rest = socket.readToEnd();

      assertThat(first).startsWith("HTTP/1.1 200");
      assertThat(held).isTrue();
      assertThat(rest).endsWith("}}");
    }
  }

  @Test
  void cut_passesTlsAndTearsItDown() throws Exception {
    IssuedGrant grant = simulator.newFamily("alice");
    String whole;
    try (RawSocket socket = RawSocket.spend(simulator, grant.refreshToken(), trusting)) {
      whole = socket.readThrough("}}");
    }
    simulator.cutBeforeIssuer().add("connection next 1: ANSWER(20) reset");

    assertThat(whole).startsWith("HTTP/1.1 200");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> get(trusting, simulator.issuer().resolve("/device"), ""));
  }

  @Test
  void caCertificate_noTls_isAMistake() {
    try (Simulator plain = Simulator.builder().start()) {
      assertThatIllegalStateException()
          .isThrownBy(plain::caCertificate)
          .withMessageContaining("builder");
    }
  }

  private static URI at(String host, URI uri, String path) {
    return URI.create(uri.getScheme() + "://" + host + ":" + uri.getPort() + path);
  }

  private static int get(SSLContext context, URI uri, String bearer) throws Exception {
    HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build();
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + bearer)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  static SSLContext trusting(String pem) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "authority",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** A socket that keeps what was read from it: the records of TLS. */
  private static final class RecordingSocket extends Socket {
    static final int ALERT = 21;

    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    RecordingSocket(URI uri) throws IOException {
      super(uri.getHost(), uri.getPort());
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          int next = super.read();
          if (next >= 0) {
            read.write(next);
          }
          return next;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          int got = super.read(bytes, from, length);
          if (got > 0) {
            read.write(bytes, from, got);
          }
          return got;
        }
      };
    }

    /** Returns the content types in their order (RFC 5246, section 6.2.1). */
    List<Integer> recordTypes() {
      ByteBuffer records = ByteBuffer.wrap(read.toByteArray());
      List<Integer> types = new ArrayList<>();
      while (records.remaining() >= 5) {
        types.add((int) records.get());
        int length = records.getShort(records.position() + 2);
        records.position(records.position() + 4 + length);
      }
      return types;
    }
  }
}
