package dev.pawl.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.network.ConfigurationException;
import dev.pawl.network.TlsFiles;
import dev.pawl.oauth.Certificates;
import dev.pawl.oauth.RawServer;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hosts whose name has an underscore, of which neither java.net.URI nor the JDK's TLS know, or
 * letters beyond ASCII.
 */
class UnderscoredNameTest {
  @TempDir Path directory;

  private SSLSession session(String names) throws Exception {
    Certificates theirs = Certificates.forNames(directory, names);
    SSLContext trusting = TlsFiles.trusting(theirs.pem()).context();
    try (RawServer server = RawServer.on(theirs.listen(), RawServer.Wire::hang);
        SSLSocket socket =
            (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", server.port())) {
      socket.startHandshake();
      return socket.getSession();
    }
  }

  @Test
  void requireIn_certificateIsForTheHost_passes() throws Exception {
    SSLSession session = session("dns:other.test,dns:*.example.test");

    assertThatCode(() -> UnderscoredName.requireIn(session, "my_issuer.example.test"))
        .doesNotThrowAnyException();
  }

  @Test
  void requireIn_certificateIsForAnotherHost_throws() throws Exception {
    SSLSession session = session("dns:other.example.test,ip:127.0.0.1");

    assertThatThrownBy(() -> UnderscoredName.requireIn(session, "my_issuer.example.test"))
        .isInstanceOf(SSLPeerUnverifiedException.class)
        .hasMessageContaining("my_issuer.example.test");
  }

  @Test
  void new_hostWithAnUnderscore_isSentInLowerCase() {
    UnderscoredName name = new UnderscoredName("My_Issuer.example.test");

    assertThat(name.getType()).isZero();
    assertThat(new String(name.getEncoded(), US_ASCII)).isEqualTo("my_issuer.example.test");
  }

  @ParameterizedTest
  @CsvSource({
    "a_b.example.com, a_b.example.com, true",
    "A_B.example.com, a_b.EXAMPLE.com, true",
    "*.example.com, a_b.example.com, true",
    "*.example.com, x.a_b.example.com, false",
    "*.example.com, example_com, false",
    "*.com, a_b.com, false",
    "a*.example.com, a_b.example.com, false",
    "example.com, a_b.example.com, false",
  })
  void matches_nameOfACertificate_asRfc6125Says(String name, String host, boolean same) {
    assertThat(UnderscoredName.matches(name, host)).isEqualTo(same);
  }

  @Test
  void of_hostInTheLettersOfItsLanguage_isTheNameThatIsLookedUp() {
    Address plain = Address.of(URI.create("https://b\u00fccher.example/p"), "it");
    Address ported = Address.of(URI.create("https://b\u00fccher.example:8443/p"), "it");
    URI impossible = URI.create("https://b\u00fc" + "c".repeat(70) + ".example");

    assertThat(plain).isEqualTo(new Address(true, "xn--bcher-kva.example", 443, "/p"));
    assertThat(ported).isEqualTo(new Address(true, "xn--bcher-kva.example", 8443, "/p"));
    assertThatThrownBy(() -> Address.of(impossible, "it")).hasMessageContaining("it is not");
  }

  @Test
  void of_hostWithAnUnderscore_isUnderstood() {
    Address plain = Address.of(URI.create("https://my_host.example/p"), "it");
    Address ported = Address.of(URI.create("https://my_host:8443/p?q"), "it");

    assertThat(plain).isEqualTo(new Address(true, "my_host.example", 443, "/p"));
    assertThat(ported).isEqualTo(new Address(true, "my_host", 8443, "/p?q"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://u@my_host/",
        "https://my_host:x/",
        "https://my_host:0/",
        "https://my_host:99999/",
        "http://my_host/",
        "https://my_host..x/",
        "https://-my_host/"
      })
  void of_hostThatMayNotBeSentASecret_isRefused(URI uri) {
    assertThatThrownBy(() -> Address.of(uri, "it")).isInstanceOf(ConfigurationException.class);
  }
}
