package dev.pawl.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.clock.TokenClock;
import dev.pawl.network.ClientCertificate;
import dev.pawl.oauth.Certificates;
import dev.pawl.oauth.client.ClientCredential;
import dev.pawl.settings.Settings;
import dev.pawl.spi.ClientAuthentication.Method;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that shows a certificate in TLS: where the settings say that it is. */
class ClientCertificatesTest {
  private static final ClientRegistration CLIENT =
      new ClientRegistration(
          "https://issuer.example",
          URI.create("https://issuer.example/token"),
          null,
          "gateway",
          "",
          ReplayPolicy.UNKNOWN);

  @TempDir private static Path directory;
  private static Certificates certificates;
  private static String certificate;
  private static String key;

  @BeforeAll
  static void make() throws Exception {
    certificates = Certificates.forNames(directory, "dns:client.example");
    certificate = Files.readString(certificates.pem());
    key = certificates.key();
  }

  @ParameterizedTest
  @CsvSource({
    "'', tls_client_auth",
    "', \"clientAuthentication\":\"self_signed_tls_client_auth\"', self_signed_tls_client_auth"
  })
  void read_certificateAndKeyInOneFile_areShown(String more, String method) throws Exception {
    Path file = written(key + certificate);

    ClientCredential read = read("\"clientCertificate\":\"file:" + file + "\"" + more);

    ClientCertificate shown = read.certificate();
    assertThat(read.method()).isEqualTo(Method.parse(method));
    assertThat(shown).isEqualTo(certificates.client());
    assertThat(read.prove(CLIENT).fields()).containsOnly(Map.entry("client_id", "gateway"));
    assertThat(read.prove(CLIENT).authenticated()).isTrue();
    assertThat(shown).asString().contains("CN=test").doesNotContain("Key", "BEGIN");
  }

  @ParameterizedTest
  @CsvSource({
    "CERTIFICATE, holds no private key; put the certificate and its key",
    "KEY, holds no certificate",
    "OLD, holds a key of the form EC PRIVATE KEY; convert it: openssl pkcs8",
    "DAMAGED, 'holds a key that is damaged, or is not that of the certificate'",
    "BROKEN, holds a certificate that cannot be read"
  })
  void read_textThatIsNoCertificateWithItsKey_saysWhatToDo(String kind, String says)
      throws Exception {
    String text =
        switch (kind) {
          case "CERTIFICATE" -> certificate;
          case "KEY" -> key;
          case "OLD" -> certificate + key.replace(" PRIVATE", " EC PRIVATE");
          case "DAMAGED" -> certificate + key.replaceFirst("\n.{20}", "\n");
          default -> certificate.replaceFirst("\n.{20}", "\n") + key;
        };
    Path file = written(text);

    assertThatThrownBy(() -> read("\"clientCertificate\":\"file:" + file + "\""))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("the client certificate of profile p: file:" + file + " " + says)
        .hasMessageNotContaining(key.lines().toList().get(1))
        .hasNoSuppressedExceptions();
  }

  @Test
  void read_noCertificateIsNamed_saysWhatToSet() {
    assertThatThrownBy(() -> read("\"clientAuthentication\":\"tls_client_auth\""))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("method tls_client_auth needs one")
        .hasMessageContaining("setting clientCertificate")
        .hasMessageContaining("--client-certificate");
  }

  @Test
  void read_everyConnectionShowsACertificate_isThatOne() throws Exception {
    ClientCredential read =
        read(
            "\"clientAuthentication\":\"tls_client_auth\"}},\"network\":{\"identity\":{\"x\":\""
                + certificates.store()
                + "\"");

    assertThat(read.method()).isEqualTo(Method.TLS_CLIENT_AUTH);
    assertThat(read.certificate()).isNull();
    assertThat(read.prove(CLIENT).authenticated()).isTrue();
  }

  private static ClientCredential read(String fields) throws IOException {
    Path file = directory.resolve("settings.json");
    Files.writeString(file, "{\"issuers\":{\"https://issuer.example\":{" + fields + "}}}");
    return new ClientSecrets(new Settings(file, null), Map.of(), TokenClock.system())
        .read("p", CLIENT)
        .current();
  }

  private static Path written(String text) throws IOException {
    Path file = directory.resolve("client.pem");
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
