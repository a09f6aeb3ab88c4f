package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.RefreshProcess;
import dev.pawl.it.kit.SecretFile;
import dev.pawl.it.kit.UserScene;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.LedgerEntry;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.SecretReference;
import dev.pawl.spi.TokenSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that signs with a key of its own ({@code private_key_jwt}, RFC 7523). */
final class SigningClientTest {
  private static final String ID = "gateway:eu 1";
  private static final int PROCESSES = 4;
  private static final KeyPair KEY = pair("Ed25519");
  private static final KeyPair ANOTHER = pair("Ed25519");

  @RegisterExtension final UserScene scene = UserScene.strict();

  @ParameterizedTest
  @CsvSource({"RSA, RS256", "RSA, PS256", "EC, ES256", "Ed25519, EdDSA"})
  void refresh_keyOfEachKind_spendsOnce(String kind, String algorithm) throws Exception {
    KeyPair pair = pair(kind);
    register(pair);
    settings("\"clientKeyAlgorithm\": \"" + algorithm + "\"");

    CommandRun login = logIn("--client-key", file("key", pair));

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    scene.spends().areExactly(1).with(Outcome.GRANTED).areExactly(1);
    assertThat(stored()).contains("private_key_jwt").doesNotContain("PRIVATE KEY");
  }

  @ParameterizedTest
  @CsvSource({"issuer, k1", "token-endpoint, k1"})
  void refresh_keyInTheSettings_isUsedWithEitherAudience(String audience, String keyId)
      throws Exception {
    register(KEY);
    settings(
        "\"clientKey\": \"%s\", \"clientKeyId\": \"%s\", \"clientAssertionAudience\": \"%s\""
            .formatted(file("key", KEY), keyId, audience));

    CommandRun login = logIn();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    scene.spends().areExactly(1).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void browser_issuerTakesSignedClients_isLoggedInAndOutWithANewAssertionForEachRequest()
      throws Exception {
    register(KEY);
    List<String> words = options("login", "--client-key", file("key", KEY));

    CommandRun login = LiveCommand.inBrowser(scene.environment, words);
    CommandRun logout = scene.run("logout");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(logout.exit()).as(logout.err()).isEqualTo(OK);
    scene.simulator.ledger().entries().revocations().areExactly(1);
    scene.simulator.ledger().entries().with(Outcome.INVALID_CLIENT).areNone();
  }

  @Test
  void token_manyProcessesAtOnce_spendOnce() throws Exception {
    register(KEY);
    scene.manager().login(unspent());

    List<CommandRun> ends = RefreshProcess.race(scene.home, PROCESSES);

    assertThat(ends).extracting(CommandRun::exit).containsOnly(0);
    assertThat(ends).extracting(CommandRun::out).containsOnly(ends.get(0).out());
    scene.spends().areExactly(1).with(Outcome.GRANTED).areExactly(1);
  }

  @Test
  void refresh_keyIsNotTheRegisteredOne_spendsNothingAndServesOnceItIsCorrected() throws Exception {
    register(KEY);
    CommandRun refused = logIn("--client-key", file("key", ANOTHER));
    CommandRun again = scene.run("token");
    String place = file("key", KEY);
    CommandRun served = scene.run("token");

    assertThat(refused.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(refused.err()).contains("invalid_client", "--client-key");
    assertThat(again.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(served.exit()).as(served.err() + place).isEqualTo(OK);
    scene.spends().areExactly(2).with(Outcome.INVALID_CLIENT).areExactly(1);
  }

  @Test
  void refresh_firstOfTwoKeysIsRefused_presentsTheTokenOnceMoreWithTheSecond() throws Exception {
    register(KEY);
    settings("\"clientKey\": [\"%s\", \"%s\"]".formatted(file("old", ANOTHER), file("new", KEY)));

    CommandRun login = logIn();

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(scene.spends().areExactly(2).list())
        .extracting(LedgerEntry::outcome)
        .containsExactly(Outcome.INVALID_CLIENT, Outcome.GRANTED);
  }

  @Test
  void refresh_keyCannotBeUsed_sendsNothingAndSaysWhatToDo() throws Exception {
    register(KEY);
    String place = file("key", KEY);
    Path file = Path.of(place.substring("file:".length()));
    String pem = Files.readString(file);

    CommandRun missing = logIn("--client-key", "file:/nowhere/key.pem");
    Files.writeString(file, pem.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));
    CommandRun encrypted = logIn("--client-key", place);
    Files.writeString(file, pem);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    CommandRun open = logIn("--client-key", place);

    assertThat(List.of(missing.exit(), encrypted.exit(), open.exit()))
        .containsOnly(FIX_CONFIGURATION);
    assertThat(missing.err()).contains("there is no file /nowhere/key.pem");
    assertThat(encrypted.err()).contains("is encrypted", "openssl pkcs8 -topk8 -nocrypt");
    assertThat(open.err()).contains("chmod 600 " + file);
    assertThat(encrypted.err() + open.err()).doesNotContain(pem.lines().toList().get(1));
    scene.spends().areNone();
  }

  @Test
  void login_programThatSigns_getsATokenOfItsOwn() throws Exception {
    register(KEY);
    List<String> words = options("login", "--client-key", file("key", KEY));
    words.addAll(List.of("--method", "client-credentials"));

    CommandRun login = scene.run(words.toArray(String[]::new));

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    scene.simulator.ledger().entries().of(Operation.CLIENT_CREDENTIALS).areExactly(1);
    scene.spends().areNone();
  }

  @Test
  void settings_algorithmThatIsNone_areRefusedAndFoundByTheDoctor() throws Exception {
    register(KEY);
    settings("\"clientKeyAlgorithm\": \"HS256\"");

    CommandRun login = logIn("--client-key", file("key", KEY));
    CommandRun doctor = scene.run("doctor");

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("clientKeyAlgorithm is none of RS256, PS256, ES256, EdDSA");
    assertThat(doctor.out()).contains("clientKeyAlgorithm is none of");
    scene.spends().areNone();
  }

  @Test
  void login_issuerTakesNoSignedClients_saysWhatItTakesAndSendsNothing() throws Exception {
    scene.simulator.clients().put(RegisteredClient.confidential(ID, "a-secret-of-this-client"));
    List<String> words = options("login", "--client-key", file("key", KEY));

    CommandRun login = scene.run(words.toArray(String[]::new));

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err())
        .contains("private_key_jwt", "it supports client_secret_basic, client_secret_post, none");
    scene.simulator.ledger().entries().with(Outcome.INVALID_CLIENT).areNone();
  }

  @Test
  void login_keyAndSecretTogether_isRefused() throws Exception {
    register(KEY);

    CommandRun login = logIn("--client-key", file("key", KEY), "--client-secret", "env:GATEWAY");

    assertThat(login.exit()).isEqualTo(USAGE);
    assertThat(login.err())
        .contains("one of --client-secret, --client-key and --client-certificate");
  }

  private void register(KeyPair pair) {
    scene.simulator.clients().put(RegisteredClient.signing(ID, Map.of("k1", pair.getPublic())));
  }

  private Grant unspent() throws IOException {
    ClientRegistration client =
        new ClientRegistration(
            scene.simulator.issuer().toString(),
            scene.simulator.tokenEndpoint(),
            null,
            ID,
            "",
            ReplayPolicy.UNKNOWN,
            new ClientAuthentication(
                ClientAuthentication.Method.PRIVATE_KEY_JWT,
                SecretReference.parse(file("key", KEY))));
    String refresh = scene.simulator.newFamily("alice", ID).refreshToken();
    return Grant.login(client, TokenSet.ofRefresh(refresh));
  }

  private CommandRun logIn(String... more) {
    List<String> words = options("login", more);
    words.add("--refresh-token-stdin");
    String refresh = scene.simulator.newFamily("alice", ID).refreshToken();
    return CommandRun.of(scene.environment, refresh, words.toArray(String[]::new));
  }

  private List<String> options(String command, String... more) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(command, "--issuer", scene.simulator.issuer().toString()));
    words.addAll(List.of("--client-id", ID));
    words.addAll(List.of(more));
    return words;
  }

  private void settings(String fields) throws IOException {
    CommandRun.settings(
        scene.directory, "{\"issuers\": {\"" + scene.simulator.issuer() + "\": {" + fields + "}}}");
  }

  private String file(String name, KeyPair pair) throws IOException {
    byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
    String body = Base64.getMimeEncoder(64, newLine).encodeToString(pair.getPrivate().getEncoded());
    return SecretFile.write(
        scene.directory.resolve(name + ".pem"),
        "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
  }

  private String stored() throws IOException {
    return Files.readString(scene.home.resolve("grants/default.json"));
  }

  private static KeyPair pair(String kind) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (!kind.equals("Ed25519")) {
        generator.initialize(kind.equals("RSA") ? 2048 : 256);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
