package dev.pawl.network;

import static dev.pawl.oauth.Spends.GOOD_BODY;
import static dev.pawl.oauth.Spends.TIME;
import static dev.pawl.oauth.Spends.answer;
import static dev.pawl.oauth.Spends.spend;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.oauth.Certificates;
import dev.pawl.oauth.RawServer;
import dev.pawl.oauth.SpendOutcome;
import dev.pawl.oauth.SpendOutcome.Granted;
import dev.pawl.oauth.SpendOutcome.NotSent;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies that variables name, and proxies that want a password. */
class ProxyVariableTest {
  private static final URI ISSUER = URI.create("https://issuer.example/token");
  private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

  @TempDir private static Path directory;
  private static Certificates ours;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ours = Certificates.forNames(directory, "dns:issuer.example");
  }

  private static RawServer issuer() throws Exception {
    return RawServer.on(ours.listen(), wire -> wire.send(answer("200 OK", GOOD_BODY)));
  }

  private static RawServer proxy(RawServer issuer) {
    return RawServer.playing(
        wire -> {
          wire.send(ESTABLISHED);
          wire.tunnel(issuer.port());
        });
  }

  private static Transport transport(String network, String... variables) throws IOException {
    Path file = Files.writeString(directory.resolve("settings.json"), network);
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return TransportSettings.transport(new Settings(file, null), environment)
        .with(TlsFiles.trusting(ours.pem()));
  }

  private static Path loginFile(String content, String mode) throws IOException {
    Path file = Files.createTempFile(directory, "login", "");
    Files.writeString(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String through(RawServer proxy, String more) {
    return "{\"network\": {\"proxy\": \"http://localhost:" + proxy.port() + "\"" + more + "}}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
  void of_variableNamesAProxy_isUsed(String name) throws Exception {
    try (RawServer issuer = issuer();
        RawServer proxy = proxy(issuer)) {
      Transport transport = transport("{}", name, "http://localhost:" + proxy.port() + "/");

      assertThat(spend(ISSUER, transport, TIME)).isInstanceOf(Granted.class);
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @Test
  void of_noProxyNamesTheIssuer_isNotUsed() throws Exception {
    Transport transport =
        transport("{}", "HTTPS_PROXY", "http://localhost:1", "no_proxy", "example");

    assertThat(transport.proxy().isFor(ISSUER.getHost(), 443)).isFalse();
    assertThat(transport.proxy().isFor("else.test", 443)).isTrue();
  }

  @Test
  void of_lowerCaseVariable_outranksTheOther() throws Exception {
    Transport other =
        transport("{}", "https_proxy", "small:3128", "HTTPS_PROXY", "http://tall:3128");
    Transport none = transport("{}", "https_proxy", "", "HTTPS_PROXY", "http://tall:3128");

    assertThat(other.proxy()).hasToString("the proxy small:3128 (https_proxy)");
    assertThat(none.proxy().isNone()).isTrue();
  }

  @Test
  void of_settingsSpeak_variablesAreNotHeard() throws Exception {
    Transport none =
        transport("{\"network\": {\"proxy\": \"none\"}}", "HTTPS_PROXY", "http://p:3128");
    Transport named =
        transport(
            "{\"network\": {\"proxy\": \"http://q:1\"}}",
            "HTTPS_PROXY",
            "http://p:3128",
            "NO_PROXY",
            "*");

    assertThat(none.proxy().isNone()).isTrue();
    assertThat(named.proxy()).hasToString("the proxy q:1 (network.proxy)");
    assertThat(named.proxy().isFor(ISSUER.getHost(), 443)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://p:3128",
        "socks4://p:3128",
        "http://p:0",
        "http://p:x",
        "http://:3128",
        "http://u:s3cret%zz@p:3128",
        "http://p p:3128"
      })
  void of_variableNamesNoProxy_isToldWhenAConnectionIsWanted(String value) throws Exception {
    Transport transport = transport("{}", "HTTPS_PROXY", value);

    SpendOutcome outcome = spend(ISSUER, transport, TIME);

    assertThat(outcome).isInstanceOf(NotSent.class);
    assertThat(outcome.toString())
        .contains("HTTPS_PROXY", "network.proxy")
        .doesNotContain("s3cret");
    assertThat(transport.toString()).doesNotContain("s3cret");
  }

  @Test
  void of_variableHoldsAPassword_isSentAndNeverShown() throws Exception {
    try (RawServer issuer = issuer();
        RawServer proxy = proxy(issuer)) {
      Transport transport =
          transport("{}", "HTTPS_PROXY", "http://user:s3cr%40t@localhost:" + proxy.port());

      assertThat(spend(ISSUER, transport, TIME)).isInstanceOf(Granted.class);
      assertThat(proxy.requests().get(0))
          .contains("Proxy-Authorization: Basic " + basic("user:s3cr@t") + "\r\n");
      assertThat(transport.toString()).doesNotContain("s3cr");
    }
  }

  @Test
  void of_loginFile_isSentToTheProxyAlone() throws Exception {
    Path login = loginFile("user:s3cret\n", "rw-------");
    try (RawServer issuer = issuer();
        RawServer proxy = proxy(issuer)) {
      Transport transport = transport(through(proxy, ", \"proxyLoginFile\": \"" + login + "\""));

      assertThat(spend(ISSUER, transport, TIME)).isInstanceOf(Granted.class);
      assertThat(proxy.requests().get(0))
          .contains("Proxy-Authorization: Basic " + basic("user:s3cret") + "\r\n");
      assertThat(issuer.requests().get(0)).doesNotContain("Proxy-Authorization");
    }
  }

  private static String basic(String login) {
    return Base64.getEncoder().encodeToString(login.getBytes(US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--"})
  void of_loginFileIsOpenToOthers_isNotSent(String mode) throws Exception {
    Path login = loginFile("user:s3cret\n", mode);
    try (RawServer proxy = RawServer.answering(ESTABLISHED)) {
      Transport transport = transport(through(proxy, ", \"proxyLoginFile\": \"" + login + "\""));

      SpendOutcome outcome = spend(ISSUER, transport, TIME);

      assertThat(outcome.toString()).contains("open to others", "chmod 600");
      assertThat(proxy.connections()).isZero();
      assertThat(transport.proxy().presentProblem()).contains("open to others");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3cret", ":s3cret", "user:s3cret\nmore"})
  void of_loginFileHoldsNoLogin_saysSoWithoutIt(String content) throws Exception {
    Path login = loginFile(content, "rw-------");
    try (RawServer proxy = RawServer.answering(ESTABLISHED)) {
      Transport transport = transport(through(proxy, ", \"proxyLoginFile\": \"" + login + "\""));

      SpendOutcome outcome = spend(ISSUER, transport, TIME);

      assertThat(outcome.toString()).contains("USER:PASSWORD").doesNotContain("s3cret");
      assertThat(proxy.connections()).isZero();
    }
  }

  @Test
  void of_loginFileWithoutAProxy_isAnError() {
    assertThatThrownBy(
            () ->
                transport(
                    "{\"network\": {\"proxyLoginFile\": \"/x\"}}", "HTTPS_PROXY", "http://p:1"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("network.proxyLoginFile");
  }

  @Test
  void spend_proxyAnswers407_saysWhatToSet() throws Exception {
    String refusal = "HTTP/1.1 407 x\r\nProxy-Authenticate: Basic realm=\"corp\"\r\n\r\n";
    String other = "HTTP/1.1 407 x\r\nProxy-Authenticate: NTLM\r\n\r\n";
    Path login = loginFile("user:s3cret\n", "rw-------");
    try (RawServer proxy = RawServer.playing(wire -> wire.sendAndClose(refusal));
        RawServer ntlm = RawServer.playing(wire -> wire.sendAndClose(other))) {
      String url = "http://localhost:" + proxy.port();

      String byVariable = said(transport("{}", "HTTPS_PROXY", url));
      String bySettings = said(transport(through(proxy, "")));
      String wrong = said(transport(through(proxy, ", \"proxyLoginFile\": \"" + login + "\"")));
      String unable = said(transport(through(ntlm, "")));

      assertThat(byVariable).contains("HTTPS_PROXY", "407", "password", "network.proxyLoginFile");
      assertThat(bySettings).contains("(network.proxy)", "407", "network.proxyLoginFile");
      assertThat(wrong).contains("does not accept").doesNotContain("s3cret");
      assertThat(unable).contains("Basic", "ask who runs it");
    }
  }

  private static String said(Transport transport) {
    return spend(ISSUER, transport, TIME).toString();
  }

  @Test
  void spend_socksProxyWantsAPassword_getsIt() throws Exception {
    Path login = loginFile("user:s3cret\n", "r--------");
    try (RawServer issuer = issuer();
        RawServer proxy =
            RawServer.greeting(
                wire -> {
                  assertThat(loginOf(wire)).isEqualTo("user/s3cret");
                  wire.tunnel(issuer.port());
                })) {
      Transport transport =
          transport(
              "{\"network\": {\"proxy\": \"socks5://localhost:"
                  + proxy.port()
                  + "\", \"proxyLoginFile\": \""
                  + login
                  + "\"}}");

      assertThat(spend(ISSUER, transport, TIME)).isInstanceOf(Granted.class);
    }
  }

  /* RFC 1928 and 1929: methods, user name and password, then CONNECT by name. */
  private static String loginOf(RawServer.Wire wire) throws IOException {
    InputStream in = wire.socket().getInputStream();
    in.readNBytes(1);
    in.readNBytes(in.read());
    wire.send(new byte[] {5, 2});
    in.readNBytes(1);
    String user = new String(in.readNBytes(in.read()), US_ASCII);
    String password = new String(in.readNBytes(in.read()), US_ASCII);
    wire.send(new byte[] {1, 0});
    in.readNBytes(4);
    in.readNBytes(in.read() + 2);
    wire.send(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    return user + "/" + password;
  }
}
