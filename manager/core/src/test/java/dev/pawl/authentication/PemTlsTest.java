package dev.pawl.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.network.ConfigurationException;
import dev.pawl.oauth.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS by files in PEM. */
class PemTlsTest {
  @TempDir Path directory;

  @Test
  void context_ofNoFile_isThatOfTheMachine() {
    assertThat(PemTls.context(null, null).getProtocol()).isEqualTo("TLS");
  }

  @Test
  void context_certificateAndKeyInOneFile_isMade() throws Exception {
    Certificates own = Certificates.forNames(directory, "dns:localhost");
    Path both = directory.resolve("both.pem");
    Files.writeString(both, Files.readString(own.pem()) + own.key());

    assertThat(PemTls.context(own.pem(), both).getProtocol()).isEqualTo("TLS");
  }

  @Test
  void context_identityWithoutAKey_namesTheFile() throws Exception {
    Certificates own = Certificates.forNames(directory, "dns:localhost");

    assertThatThrownBy(() -> PemTls.context(null, own.pem()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(own.pem().toString())
        .hasMessageContaining("no private key");
  }

  @Test
  void context_trustIsNoFile_namesIt() {
    Path missing = directory.resolve("missing.pem");

    assertThatThrownBy(() -> PemTls.context(missing, null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(missing.toString());
  }
}
