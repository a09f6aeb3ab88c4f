package dev.pawl.network;

import static dev.pawl.oauth.Spends.GOOD_BODY;
import static dev.pawl.oauth.Spends.TIME;
import static dev.pawl.oauth.Spends.answer;
import static dev.pawl.oauth.Spends.spend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.oauth.Certificates;
import dev.pawl.oauth.RawServer;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.SpendOutcome.Granted;
import dev.pawl.oauth.SpendOutcome.Misdirected;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportSettingsTest {
  private static final String GOOD = answer("200 OK", GOOD_BODY);
  private static final URI ISSUER = URI.create("https://issuer.example/token");

  @TempDir private static Path directory;
  private static Certificates ours;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ours = Certificates.forNames(directory, "dns:localhost,dns:issuer.example");
  }

  private static Transport transport(String json) throws IOException {
    Path file = directory.resolve("settings.json");
    Files.writeString(file, json);
    return TransportSettings.transport(new Settings(file, null), Map.of());
  }

  @Test
  void of_settingsSayNothing_isDirect() throws Exception {
    assertThat(transport("{\"precedence\": \"current\"}")).isSameAs(Transport.DIRECT);
    assertThat(TransportSettings.transport(new Settings(null, null), Map.of()))
        .isSameAs(Transport.DIRECT);
  }

  @Test
  void of_proxyAndTrust_areUsed() throws Exception {
    try (RawServer server = RawServer.on(ours.listen(), wire -> wire.send(GOOD));
        RawServer proxy =
            RawServer.playing(
                wire -> {
                  wire.send("HTTP/1.1 200 Connection established\r\n\r\n");
                  wire.tunnel(server.port());
                })) {
      String address = "\"proxy\": \"http://localhost:" + proxy.port() + "\"";

      SpendOutcome trusted =
          spend(
              ISSUER,
              transport("{\"network\": {" + address + ", \"trust\": \"" + ours.pem() + "\"}}"),
              TIME);
      SpendOutcome untrusted = spend(ISSUER, transport("{\"network\": {" + address + "}}"), TIME);

      assertThat(trusted).isInstanceOf(Granted.class);
      assertThat(untrusted).isInstanceOf(Misdirected.class);
      assertThat(server.requests()).hasSize(1);
      assertThat(proxy.connections()).isEqualTo(2);
    }
  }

  @Test
  void of_identity_isShown() throws Exception {
    SSLServerSocket listener = ours.listen();
    listener.setNeedClientAuth(true);
    Path password = Files.writeString(directory.resolve("password"), Certificates.PASSWORD + "\n");
    permit(password, "rw-------");
    String json =
        "{\"network\": {\"trust\": \"%s\", \"identity\": \"%s\", \"identityPasswordFile\":"
            + " \"%s\"}}";
    try (RawServer server = RawServer.on(listener, wire -> wire.send(GOOD))) {
      Transport identified = transport(json.formatted(ours.pem(), ours.store(), password));

      SpendOutcome outcome =
          spend(URI.create("https://localhost:" + server.port() + "/token"), identified, TIME);

      assertThat(outcome).isInstanceOf(Granted.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                          | network is not an object",
        "{\"proxy\": 5}                              | network.proxy is not text",
        "{\"proxy\": \"proxy.example:3128\"}         | network.proxy is not http://HOST:PORT",
        "{\"proxy\": \"http://proxy.example\"}       | network.proxy is not http://HOST:PORT",
        "{\"proxy\": \"http://u:s3cret@p:3128\"}     | network.proxy is not http://HOST:PORT",
        "{\"proxy\": \"http://p p:3128\"}            | network.proxy is not http://HOST:PORT",
        "{\"trust\": \"here.pem\"}                   | network.trust is not an absolute path",
        "{\"trust\": \"/nowhere.pem\"}               | network.trust cannot be used: /nowhere.pem"
            + " is not a readable",
        "{\"identity\": \"/nowhere.p12\"}            | network.identity cannot be used:"
            + " /nowhere.p12 is not a readable",
        "{\"identity\": \"/x\", \"identityPasswordFile\": \"/nowhere\"}"
            + "| network.identityPasswordFile names /nowhere, which is no file"
      })
  void of_valueThatMakesNoSense_isAnErrorThatNamesFileAndField(String network, String complaint) {
    assertThatThrownBy(() -> transport("{\"network\": " + network + "}"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(directory.resolve("settings.json").toString())
        .hasMessageContaining(complaint)
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "trust, rw-rw-r--, chmod go-w",
    "trust, rw-r--rw-, chmod go-w",
    "identity, rw--w----, chmod go-w",
    "identityPasswordFile, rw-rw----, chmod go-w",
    "identityPasswordFile, rw-r--r--, chmod 600"
  })
  void of_fileThatOthersMayChangeOrRead_isRefusedWithTheCommandThatMendsIt(
      String field, String mode, String command) throws IOException {
    Path named = Files.writeString(directory.resolve("it's " + field), "x");
    permit(named, mode);
    String identity = field.equals("identity") ? "" : ", \"identity\": \"" + ours.store() + "\"";

    assertThatThrownBy(
            () ->
                transport("{\"network\": {\"" + field + "\": \"" + named + "\"" + identity + "}}"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("field network." + field + " names a file that cannot be trusted")
        .hasMessageEndingWith(command + " '" + directory + "/it'\\''s " + field + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trust", "identity"})
  void of_fileThatOthersMayReplace_namesTheDirectory(String field) throws IOException {
    Path open = Files.createDirectories(directory.resolve("open"));
    Path named = Files.writeString(open.resolve(field), "x");
    permit(open, "rwxrwxrwx");

    assertThatThrownBy(() -> transport("{\"network\": {\"" + field + "\": \"" + named + "\"}}"))
        .isInstanceOf(SettingsException.class)
        .hasMessageEndingWith("chmod go-w " + open);
  }

  private static void permit(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
