package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.RefreshProcess;
import dev.pawl.it.kit.SecretFile;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.Entries;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantType;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A service account that presents assertions (RFC 7523 section 2.1). */
final class JwtBearerTest {
  private static final String ACCOUNT = "robot@project.example";
  private static final int PROCESSES = 4;
  private static final KeyPair KEY = pair();

  @RegisterExtension final UserScene scene = UserScene.strict();

  @BeforeEach
  void register() {
    scene.simulator.clients().put(RegisteredClient.signing(ACCOUNT, Map.of("", KEY.getPublic())));
  }

  @Test
  void login_withTheKeyOfAServiceAccount_getsOneTokenForAllThatFollow() throws Exception {
    CommandRun login = logIn("--assertion-key", key(KEY), "--assertion-subject", "alice");
    CommandRun first = scene.run("token");
    CommandRun second = scene.run("token");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(first.out()).isEqualTo(second.out()).isNotBlank();
    asked().areExactly(1).with(Outcome.GRANTED).areExactly(1);
    assertThat(scene.simulator.families()).hasSize(1);
    assertThat(stored()).contains("assertionKey").doesNotContain("PRIVATE KEY");
  }

  @Test
  void token_manyProcessesAtOnce_askOnce() throws Exception {
    scene.manager().login(program());

    List<CommandRun> ends = RefreshProcess.race(scene.home, PROCESSES);

    assertThat(ends).extracting(CommandRun::exit).containsOnly(0);
    assertThat(ends).extracting(CommandRun::out).containsOnly(ends.get(0).out());
    asked().areExactly(1).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void renew_tokenWasRejected_isMintedOnceWithAnotherAssertion() throws Exception {
    CommandRun login = logIn("--assertion-key", key(KEY));
    TokenManager manager = scene.manager();
    TokenManager other = scene.manager();
    Token rejected = manager.token();
    Token same = other.token();

    Token renewed = manager.renew(rejected);
    Token too = other.renew(same);

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(renewed.value()).isEqualTo(too.value()).isNotEqualTo(rejected.value());
    asked().areExactly(2).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void token_assertionFromAFile_isReadAnewForEachToken() throws Exception {
    CommandRun login = logIn("--assertion", assertion("first"));
    TokenManager manager = scene.manager();
    scene.expire();
    assertThatThrownBy(manager::token)
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("invalid_grant");
    String again = assertion("second");
    scene.simulator.clock().advance(Duration.ofSeconds(10));

    Token token = manager.token();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(token.value()).as(again).isNotBlank();
    asked().areExactly(3).with(Outcome.GRANTED).areExactly(2);
  }

  @Test
  void token_assertionIsNotThere_sendsNothingAndSaysWhatIsMissing() throws Exception {
    CommandRun login = logIn("--assertion", "file:/nowhere/token");

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("the assertion of profile default", "/nowhere/token");
    asked().areNone();
  }

  @Test
  void login_keyIsNotTheAccounts_isRefusedWithoutShowingTheAssertion() throws Exception {
    CommandRun login = logIn("--assertion-key", key(pair()));

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("invalid_grant").doesNotContain("eyJ");
    asked().areExactly(1).with(Outcome.INVALID_GRANT).areExactly(1);
  }

  @Test
  void login_neitherAssertionNorKey_saysWhatIsNeeded() throws Exception {
    CommandRun neither = logIn();
    CommandRun both = logIn("--assertion-key", key(KEY), "--assertion", "env:ASSERTION");
    CommandRun clear = logIn("--assertion", "text:" + signed("x"));

    assertThat(List.of(neither.exit(), both.exit(), clear.exit())).containsOnly(USAGE);
    assertThat(neither.err()).contains("needs one of assertionKey and assertion");
    assertThat(clear.err()).contains("name a file").doesNotContain("eyJ");
    asked().areNone();
  }

  private Grant program() throws IOException {
    ClientRegistration client =
        new ClientRegistration(
            scene.simulator.issuer().toString(),
            scene.simulator.tokenEndpoint(),
            null,
            "",
            "messages",
            ReplayPolicy.FREE);
    return LastLogin.on(
        Grant.login(client, TokenSet.minted(GrantType.JWT_BEARER)),
        Map.of("assertionKey", key(KEY), "assertionIssuer", ACCOUNT));
  }

  private Entries asked() {
    return scene.simulator.ledger().entries().of(Operation.JWT_BEARER);
  }

  private CommandRun logIn(String... more) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("login", "--method", "jwt-bearer"));
    words.addAll(List.of("--issuer", scene.simulator.issuer().toString()));
    words.addAll(List.of("--assertion-issuer", ACCOUNT));
    words.addAll(List.of(more));
    return scene.run(words.toArray(String[]::new));
  }

  private String stored() throws IOException {
    return Files.readString(scene.home.resolve("grants/default.json"));
  }

  private String key(KeyPair pair) throws IOException {
    String text =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    return SecretFile.write(scene.directory.resolve("key"), text);
  }

  private String assertion(String id) throws Exception {
    return SecretFile.write(scene.directory.resolve("assertion"), signed(id));
  }

  private String signed(String id) throws Exception {
    Instant end = scene.simulator.clock().instant().plus(Duration.ofDays(1));
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"jti\":\"%s\",\"exp\":%d}"
            .formatted(ACCOUNT, ACCOUNT, scene.simulator.issuer(), id, end.getEpochSecond());
    String text = encoded("{\"alg\":\"EdDSA\"}".getBytes(StandardCharsets.UTF_8));
    String whole = text + "." + encoded(claims.getBytes(StandardCharsets.UTF_8));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(KEY.getPrivate());
    signature.update(whole.getBytes(StandardCharsets.UTF_8));
    return whole + "." + encoded(signature.sign());
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
