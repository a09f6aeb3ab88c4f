package dev.pawl.it.login;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.TRY_LATER;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.directory.StateDirectory;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.LiveCommand;
import dev.pawl.it.kit.Surfer;
import dev.pawl.it.kit.UserScene;
import dev.pawl.lock.KernelLock;
import dev.pawl.process.FreePort;
import dev.pawl.simulator.core.AccountHolder;
import dev.pawl.simulator.core.Consent.Manner;
import dev.pawl.simulator.core.Role;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.core.ledger.Outcome;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Grant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every way to log in, with a scripted browser, against the simulator; and what enemies send. */
final class LoginTest {
  private final Surfer browser = new Surfer();

  @RegisterExtension final UserScene scene = UserScene.strict();

  @Test
  void browser_consents_isLoggedInAndSeesThePage() throws Exception {
    try (LiveCommand login = logIn("work")) {
      HttpResponse<String> page = browser.visit(login.address());
      CommandRun end = login.end();

      assertThat(page.body()).contains("You are logged in").doesNotContain("sim-");
      assertThat(page.uri().getQuery()).isNull();
      assertThat(end.exit()).as(end.err()).isEqualTo(OK);
      assertThat(end.out()).startsWith("logged in as profile work (browser@example.com, Example)");
      assertThat(end.all()).doesNotContain(scene.simulator.secrets().values());
      scene.spends().areNone();
    }
  }

  @Test
  void browser_issuerWantsParameters_isSentThereWithThemThisTimeAndTheNext() throws Exception {
    List<String> wanted = new ArrayList<>();
    for (String one :
        List.of("access_type=offline", "login_hint=al ice", "acr_values=mfa", "max_age=60")) {
      wanted.addAll(List.of("--parameter", one));
    }
    try (LiveCommand login = logIn("work", wanted.toArray(String[]::new))) {
      assertThat(login.address().getRawQuery())
          .contains("&access_type=offline", "&login_hint=al+ice", "&acr_values=mfa", "&max_age=60")
          .containsOnlyOnce("response_type=code");
      HttpResponse<String> unused = browser.visit(login.address());
      assertThat(login.end().exit()).isEqualTo(OK);
    }

    try (LiveCommand next = new LiveCommand(scene.environment, "login", "work", "--again")) {
      assertThat(next.address().getRawQuery())
          .contains("&access_type=offline", "&login_hint=al+ice");
      HttpResponse<String> unused = browser.visit(next.address());
      assertThat(next.end().exit()).isEqualTo(OK);
    }
  }

  @Test
  void browser_answerComesInAForm_isLoggedInAndNoAddressHasTheCode() throws Exception {
    try (LiveCommand login = logIn("work", "--parameter", "response_mode=form_post")) {
      HttpResponse<String> form = browser.visit(login.address());
      HttpResponse<String> page = browser.sendOn(form);

      assertThat(page.body()).contains("You are logged in");
      assertThat(page.uri().getQuery()).isNull();
      assertThat(login.end().exit()).isEqualTo(OK);
    }
  }

  @Test
  void login_answerWouldNeverComeToThisMachine_isRefused() {
    CommandRun login =
        scene.run(
            "login",
            "--issuer",
            scene.simulator.issuer().toString(),
            "--parameter",
            "response_mode=fragment");

    assertThat(login.exit()).isEqualTo(USAGE);
    assertThat(login.err()).contains("response_mode is query or form_post");
  }

  @Test
  void browser_issuerSendsPeopleToTheirCompanysSignOn_isLoggedIn() throws Exception {
    try (SignOn company = new SignOn(scene.simulator.authorizationEndpoint());
        LiveCommand login =
            logIn("work", "--authorization-endpoint", "" + company.authorizationEndpoint())) {
      HttpResponse<String> page = browser.visit(login.address());

      assertThat(page.body()).contains("You are logged in");
      assertThat(login.end().exit()).isEqualTo(OK);
      assertThat(company.visits()).containsExactly("/authorize", "/company");
    }
  }

  @Test
  void browser_consents_keepsTheAccountOverRefreshes() throws Exception {
    try (LiveCommand login = logIn("default", "--method", "oauth")) {
      HttpResponse<String> unused = browser.visit(login.address());
      CommandRun end = login.end();
      assertThat(end.exit()).as(end.err()).isEqualTo(OK);
    }

    CommandRun lasting = scene.run("token", "--min-valid", "20h");

    Account account = Account.of(stored("default"));
    assertThat(lasting.exit()).isEqualTo(OK);
    assertThat(stored("default").generation()).isGreaterThan(0);
    assertThat(account)
        .isEqualTo(
            new Account(
                "oauth",
                "browser@example.com",
                AccountHolder.named("browser").organizationId(),
                "Example",
                Billing.UNKNOWN));
  }

  @Test
  void browser_asksTwiceAndForOtherThings_disturbsNobody() throws Exception {
    try (LiveCommand login = logIn("work")) {
      URI answer = browser.sentTo(login.address());

      assertThat(browser.look(answer.resolve("/favicon.ico")).statusCode()).isEqualTo(404);
      assertThat(browser.look(answer.resolve("/")).statusCode()).isEqualTo(404);
      assertThat(browser.submit(answer, "x=y").statusCode()).isEqualTo(404);
      URI first = browser.sentTo(answer);
      URI second = browser.sentTo(answer);

      assertThat(browser.look(second).body()).contains("You are logged in");
      assertThat(browser.look(first).body()).contains("You are logged in");
      assertThat(login.end().exit()).isEqualTo(OK);
      assertThat(logins()).hasSize(1);
    }
  }

  @Test
  void browser_bringsAWrongState_isIgnoredAndTheRightOneCounts() throws Exception {
    try (LiveCommand login = logIn("work")) {
      URI answer = browser.sentTo(login.address());

      String stray = browser.visit(with(answer, "state", "forged")).body();
      String right = browser.visit(answer).body();

      assertThat(stray).contains("belongs to another login");
      assertThat(right).contains("You are logged in");
      assertThat(login.end().err()).contains("not ours; it was ignored");
    }
  }

  @Test
  void browser_comesFromAnotherIssuer_endsTheLogin() throws Exception {
    try (LiveCommand login = logIn("work")) {
      URI answer = browser.sentTo(login.address());

      String page = browser.visit(with(answer, "iss", "https%3A%2F%2Fevil.example")).body();

      CommandRun end = login.end();
      assertThat(page).contains("did not succeed");
      assertThat(end.exit()).isEqualTo(LOG_IN);
      assertThat(end.err()).contains("from another issuer", "nothing was stored");
      assertThat(logins()).isEmpty();
    }
  }

  @Test
  void browser_bringsNoIssuerAlthoughTheServerAlwaysSays_endsTheLogin() throws Exception {
    try (LiveCommand login = logIn("work")) {
      URI answer = browser.sentTo(login.address());

      String page = browser.visit(with(answer, "iss", null)).body();

      assertThat(page).contains("does not say which issuer");
      assertThat(login.end().exit()).isEqualTo(LOG_IN);
      assertThat(logins()).isEmpty();
    }
  }

  @Test
  void browser_bringsACodeOfAnotherLogin_isRefusedByTheProof() throws Exception {
    try (LiveCommand victim = logIn("work");
        LiveCommand enemy = logInElsewhere()) {
      URI stolen = browser.sentTo(enemy.address());
      URI answer = browser.sentTo(victim.address());

      String page = browser.visit(with(answer, "code", parameter(stolen, "code"))).body();

      CommandRun end = victim.end();
      assertThat(page).contains("did not succeed");
      assertThat(end.exit()).isEqualTo(LOG_IN);
      assertThat(end.err()).contains("invalid_grant").doesNotContain(parameter(stolen, "code"));
    }
  }

  @Test
  void browser_bringsTwoCodes_redeemsOne() throws Exception {
    try (LiveCommand login = logIn("work")) {
      URI page = login.address();
      URI first = browser.sentTo(page);
      URI second = browser.sentTo(page);

      String one = browser.visit(first).body();
      CommandRun end = login.end();

      assertThat(second).isNotEqualTo(first);
      assertThat(one).contains("You are logged in");
      assertThat(end.exit()).isEqualTo(OK);
      assertThat(logins()).hasSize(1);
    }
  }

  @Test
  void browser_denies_saysSoOnBothSides() throws Exception {
    scene.simulator.consent().browser(Manner.DENY);
    try (LiveCommand login = logIn("work")) {
      String page = browser.visit(login.address()).body();

      CommandRun end = login.end();
      assertThat(page).contains("denied in the browser: access_denied (The person said no)");
      assertThat(end.exit()).isEqualTo(LOG_IN);
      assertThat(end.err()).contains("denied in the browser", "nothing was stored");
    }
  }

  @Test
  void browser_serverFailsAtTheExchange_asksForANewLoginAndSendsTheCodeOnce() throws Exception {
    scene.fault("login: BEFORE_COMMIT 500");
    try (LiveCommand login = logIn("work")) {
      String page = browser.visit(login.address()).body();

      CommandRun end = login.end();
      assertThat(page).contains("did not succeed");
      assertThat(end.exit()).isEqualTo(LOG_IN);
      assertThat(end.err()).contains("the answer is lost", "log in again");
      assertThat(logins()).hasSize(1);
    }
  }

  @Test
  void browser_addressIsNotRegistered_saysWhatToRegister() throws Exception {
    scene.fault("login#1: BEFORE_COMMIT error=redirect_uri_mismatch dialect=github");
    try (LiveCommand login = logIn("work")) {
      HttpResponse<String> unused = browser.visit(login.address());

      CommandRun end = login.end();

      assertThat(end.exit()).isEqualTo(FIX_CONFIGURATION);
      assertThat(end.err()).contains("redirect_uri_mismatch", "set redirectUri");
      scene.simulator.ledger().entries().of(Operation.LOGIN).areExactly(1);
    }
  }

  @Test
  void browser_answerOfTheExchangeIsLost_sendsTheCodeOnce() throws Exception {
    scene.fault("login: AFTER_COMMIT empty");
    try (LiveCommand login = logIn("work")) {
      String page = browser.visit(login.address()).body();

      assertThat(page).contains("the answer is lost");
      assertThat(login.end().exit()).isEqualTo(LOG_IN);
      assertThat(logins()).hasSize(1);
    }
  }

  @Test
  void browser_nobodyComes_endsAfterTheWait() throws Exception {
    try (LiveCommand login = logIn("work", "--wait", "1s")) {
      CommandRun end = login.end();

      assertThat(end.exit()).isEqualTo(TRY_LATER);
      assertThat(end.err()).contains("nobody finished the login within 1 s");
    }
  }

  @Test
  void paste_nobodyPastes_endsAfterTheWait() throws Exception {
    try (LiveCommand login = logIn("work", "--method", "paste", "--wait", "1s")) {
      CommandRun end = login.end();

      assertThat(end.exit()).as(end.err()).isEqualTo(TRY_LATER);
      assertThat(end.err()).contains("nobody finished the login within 1 s");
    }
  }

  @Test
  void console_nobodyComes_endsAfterTheWait() throws Exception {
    String keys = scene.simulator.keyEndpoint().toString();
    try (LiveCommand login =
        logIn("work", "--method", "console", "--api-key-endpoint", keys, "--wait", "1s")) {
      CommandRun end = login.end();

      assertThat(end.exit()).as(end.err()).isEqualTo(TRY_LATER);
      assertThat(end.err()).contains("nobody finished the login within 1 s");
    }
  }

  @Test
  void apiKey_doesNotComeWithinTheWait_endsWithoutALogin() throws Exception {
    try (LiveCommand login =
        new LiveCommand(
            scene.environment, "login", "work", "--method", "api-key", "--wait", "1s")) {
      CommandRun end = login.end();

      assertThat(end.exit()).as(end.err()).isEqualTo(TRY_LATER);
      assertThat(end.err()).contains("on standard input within 1 s", "nothing was stored");
    }
  }

  @Test
  void paste_wholeAddress_logsIn() throws Exception {
    try (LiveCommand login = logIn("work", "--method", "paste")) {
      login.type(browser.sentTo(login.address()).toString());

      assertThat(login.end().exit()).isEqualTo(OK);
      assertThat(Account.of(stored("work")).method()).isEqualTo("paste");
    }
  }

  @Test
  void paste_codeAndState_logsInAfterWhatIsNoAnswer() throws Exception {
    try (LiveCommand login = logIn("work")) {
      URI answer = browser.sentTo(login.address());
      String code = parameter(answer, "code");

      login.type("what am I to do?");
      login.hears("neither a code nor an address");
      login.type(code + "#forged");
      login.hears("wrong state");
      login.type(code + "#" + parameter(answer, "state"));

      CommandRun end = login.end();
      assertThat(end.exit()).as(end.err()).isEqualTo(OK);
      assertThat(end.all()).doesNotContain(code);
    }
  }

  @Test
  void paste_codeAlone_logsIn() throws Exception {
    try (LiveCommand login = logIn("work", "--method", "oauth")) {
      login.type(parameter(browser.sentTo(login.address()), "code"));

      assertThat(login.end().exit()).isEqualTo(OK);
    }
  }

  @Test
  void paste_pageOfTheIssuerAndInputEnds_isAnError() throws Exception {
    String page = "http://127.0.0.1:9/code";
    try (LiveCommand login = logIn("work", "--method", "paste", "--redirect-uri", page)) {
      URI address = login.address();
      login.hangUp();

      CommandRun end = login.end();
      assertThat(parameter(address, "redirect_uri")).isEqualTo("http%3A%2F%2F127.0.0.1%3A9%2Fcode");
      assertThat(end.exit()).isEqualTo(LOG_IN);
      assertThat(end.err()).contains("ended before a code was pasted");
    }
  }

  @Test
  void copy_noClipboardHere_showsTheAddressAgain() throws Exception {
    try (LiveCommand login = logIn("work")) {
      URI address = login.address();
      login.type("c");
      login.hears("there is no clipboard here; the address is http");
      HttpResponse<String> unused = browser.visit(address);

      assertThat(login.end().exit()).isEqualTo(OK);
    }
  }

  @Test
  void device_approved_logsIn() throws Exception {
    scene.simulator.consent().interval(Duration.ofSeconds(1));
    try (LiveCommand login = logIn("work", "--method", "device")) {
      String code = login.hears("type the code (\\S+)").group(1);
      URI page = URI.create(login.hears("on any device: (\\S+)").group(1));

      assertThat(browser.submit(page, "user_code=" + code + "&decision=approve&account=bob").body())
          .contains("Approved");

      CommandRun end = login.end();
      assertThat(end.exit()).as(end.err()).isEqualTo(OK);
      assertThat(end.out()).contains("(bob@example.com, Example)");
      assertThat(end.all()).doesNotContain("sim-");
    }
  }

  @Test
  void device_deniedAtOnce_saysSo() throws Exception {
    scene.simulator.consent().interval(Duration.ofSeconds(1));
    scene.simulator.consent().device(Manner.DENY);
    try (LiveCommand login = logIn("work", "--method", "device")) {
      CommandRun end = login.end();

      assertThat(end.exit()).isEqualTo(LOG_IN);
      assertThat(end.err()).contains("denied on the other device");
    }
  }

  @Test
  void console_developer_storesAKeyAndForgetsTheTokens() throws Exception {
    try (LiveCommand login = console("alice")) {
      HttpResponse<String> page = browser.visit(login.address());
      CommandRun end = login.end();
      assertThat(end.exit()).as(end.err() + page.body()).isEqualTo(OK);
    }

    Grant grant = stored("work");
    String key = scene.run("token", "work").out().strip();

    assertThat(key).startsWith("sim-key-");
    assertThat(grant.tokens().refresh()).isNull();
    assertThat(Account.of(grant).billing()).isEqualTo(Billing.PER_TOKEN);
    assertThat(scene.simulator.families()).allMatch(family -> !family.alive());
    assertThat(scene.run("status", "work").exit()).isEqualTo(OK);
    scene.spends().areNone();
  }

  @Test
  void console_roleMayNotCreateThatKind_showsTheServersRefusal() throws Exception {
    scene.simulator.people().put(AccountHolder.named("carol").with(Role.CLAUDE_CODE));
    settings("{\"profiles\":{\"work\":{\"apiKeyKind\":\"admin\"}}}");
    try (LiveCommand login = console("carol")) {
      String page = browser.visit(login.address()).body();

      CommandRun end = login.end();
      assertThat(page).contains("Role CLAUDE_CODE may not create a key of kind admin");
      assertThat(end.exit()).isEqualTo(LOG_IN);
      assertThat(end.err()).contains("permission_error", "nothing was stored");
      assertThat(scene.simulator.ledger().entries().of(Operation.KEY).with(Outcome.DENIED).count())
          .isEqualTo(1);
    }
  }

  @Test
  void console_claudeCodeRole_createsItsOwnKind() throws Exception {
    scene.simulator.people().put(AccountHolder.named("carol").with(Role.CLAUDE_CODE));
    try (LiveCommand login = console("carol")) {
      HttpResponse<String> unused = browser.visit(login.address());

      assertThat(login.end().exit()).isEqualTo(OK);
    }
  }

  @Test
  void claudeai_issuerOfTheSettings_isUsed() throws Exception {
    settings(
        "{\"issuers\":{\"claudeai\":{\"issuer\":\""
            + scene.simulator.issuer()
            + "\",\"clientId\":\""
            + scene.simulator.clientId()
            + "\"}},\"profiles\":{\"al.ice@example.com\":{\"method\":\"claudeai\"}}}");
    try (LiveCommand login =
        new LiveCommand(scene.environment, "login", "al.ice@example.com", "--no-browser")) {
      HttpResponse<String> unused = browser.visit(login.address());
      CommandRun end = login.end();

      assertThat(end.exit()).as(end.err()).isEqualTo(OK);
      Account account = Account.of(stored("al.ice@example.com"));
      assertThat(account.method()).isEqualTo("claudeai");
      assertThat(account.billing()).isEqualTo(Billing.SUBSCRIPTION);
    }
  }

  @Test
  void apiKey_ofStandardInput_isStoredAndNeverEnds() {
    CommandRun login =
        CommandRun.of(scene.environment, "fake-key-1\n", "login", "keys", "--method", "api-key");

    assertThat(login.exit()).as(login.err()).isEqualTo(OK);
    assertThat(login.out()).contains("profile keys").doesNotContain("fake-key-1");
    assertThat(scene.run("token", "keys").out()).isEqualToIgnoringNewLines("fake-key-1");
    assertThat(scene.run("status", "keys").exit()).isEqualTo(OK);
  }

  @Test
  void login_keyInTheEnvironment_bothersNobody() throws Exception {
    scene.environment.put("ANTHROPIC_API_KEY", "fake-key");
    try (LiveCommand login = logIn("work")) {
      CommandRun end = login.end();

      assertThat(end.exit()).isEqualTo(FIX_CONFIGURATION);
      assertThat(end.err()).contains("ANTHROPIC_API_KEY is set, so no login is started");
    }
  }

  @Test
  void method_unknown_exits2AndListsThem() {
    CommandRun login = scene.run("login", "--method", "magic", "--issuer", "https://x.example");

    assertThat(login.exit()).isEqualTo(USAGE);
    assertThat(login.err()).contains("claudeai, console, oauth, device, paste");
  }

  @Test
  void issuer_nowhereConfigured_exits2AndNamesTheSetting() {
    CommandRun login = scene.run("login", "work");

    assertThat(login.exit()).isEqualTo(USAGE);
    assertThat(login.err()).contains("give --issuer, or set it in profiles.work");
  }

  @Test
  void settings_methodIsNoText_exits4AndNamesFileAndField() throws IOException {
    settings("{\"profiles\":{\"work\":{\"method\":7}}}");

    CommandRun login = scene.run("login", "work");

    assertThat(login.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(login.err()).contains("settings.json: field profiles.work.method is not text");
  }

  @Test
  void browser_ofTheEnvironment_getsTheAddressAsItsArgument() throws Exception {
    Path script = scene.directory.resolve("browser");
    Path seen = scene.directory.resolve("seen");
    Files.writeString(script, "#!/bin/sh\nprintf '%s' \"$1\" > '" + seen + "'\n");
    Files.setPosixFilePermissions(
        script, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    scene.environment.put("BROWSER", script.toString());
    List<String> args = arguments("work");
    args.remove("--no-browser");
    try (LiveCommand login = new LiveCommand(scene.environment, args.toArray(String[]::new))) {
      URI address = login.address();
      login.hears("a browser was opened");
      HttpResponse<String> unused = browser.visit(address);

      assertThat(login.end().exit()).isEqualTo(OK);
      assertThat(Files.readString(seen)).isEqualTo(address.toString());
    }
  }

  @Test
  void device_nobodyFinishesWithinTheWait_endsAndFreesTheTurn() throws Exception {
    List<String> command = arguments("work");
    command.addAll(List.of("--method", "device", "--wait", "1s"));

    CommandRun end = scene.run(command.toArray(String[]::new));

    assertThat(end.exit()).as(end.err()).isEqualTo(TRY_LATER);
    assertThat(end.err()).contains("nobody finished the login on the other device within 1 s");
    try (KernelLock.Held turn =
        StateDirectory.of(scene.environment).found().loginLock().tryAcquire()) {
      assertThat(turn).isNotNull();
    }
  }

  @Test
  void refreshToken_doesNotComeWithinTheWait_endsWithoutALogin() throws Exception {
    try (LiveCommand login = logIn("work", "--refresh-token-stdin", "--wait", "1s")) {
      CommandRun end = login.end();

      assertThat(end.exit()).as(end.err()).isEqualTo(TRY_LATER);
      assertThat(end.err())
          .contains("nobody gave the refresh token on standard input within 1 s")
          .contains("nothing was stored");
    }
  }

  @Test
  void browser_registeredAddressOfThisMachine_comesBackToIt() throws Exception {
    String registered = "http://127.0.0.1:" + FreePort.find() + "/signed/in";
    scene
        .simulator
        .clients()
        .put(
            RegisteredClient.publicClient(scene.simulator.clientId())
                .redirectUris(Set.of(URI.create(registered))));
    try (LiveCommand login = logIn("work", "--redirect-uri", registered)) {
      URI answer = browser.sentTo(login.address());
      HttpResponse<String> page = browser.visit(answer);

      assertThat(answer.toString()).startsWith(registered + "?");
      assertThat(page.body()).contains("You are logged in");
      assertThat(login.end().exit()).isEqualTo(OK);
    }
  }

  @Test
  void browser_registeredPortIsTaken_isOneClearSentence() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String registered = "http://127.0.0.1:" + other.getLocalPort() + "/callback";
      List<String> command = arguments("work");
      command.addAll(List.of("--redirect-uri", registered));

      CommandRun end = scene.run(command.toArray(String[]::new));

      assertThat(end.exit()).isEqualTo(FIX_CONFIGURATION);
      assertThat(end.err()).contains(registered, "another program has its port");
      assertThat(end.err()).doesNotContain("Exception");
    }
  }

  private LiveCommand logIn(String profile, String... more) throws IOException {
    List<String> args = arguments(profile);
    args.addAll(List.of(more));
    return new LiveCommand(scene.environment, args.toArray(String[]::new));
  }

  private LiveCommand logInElsewhere() throws IOException {
    Map<String, String> other = CommandRun.environment(scene.directory.resolve("other"));
    return new LiveCommand(other, arguments("work").toArray(String[]::new));
  }

  private LiveCommand console(String account) throws IOException {
    return logIn(
        "work",
        "--method",
        "console",
        "--authorization-endpoint",
        scene.simulator.authorizationEndpoint() + "?login_hint=" + account,
        "--api-key-endpoint",
        scene.simulator.keyEndpoint().toString());
  }

  private List<String> arguments(String profile) {
    return new ArrayList<>(
        List.of(
            "login",
            profile,
            "--no-browser",
            "--issuer",
            scene.simulator.issuer().toString(),
            "--client-id",
            scene.simulator.clientId()));
  }

  private void settings(String json) throws IOException {
    Path file = scene.directory.resolve("config/pawl/settings.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
  }

  private Grant stored(String profile) throws IOException {
    return Objects.requireNonNull(
        StateDirectory.of(scene.environment).found().store(profile).readGrant());
  }

  private List<?> logins() {
    return scene.simulator.ledger().entries().of(Operation.LOGIN).list();
  }

  private static String parameter(URI address, String name) {
    for (String pair : address.getRawQuery().split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    throw new AssertionError("no " + name);
  }

  /** The address with another value of a parameter; null takes it away. */
  private static URI with(URI address, String name, @Nullable String value) {
    String old = name + "=" + parameter(address, name);
    String text = address.toString();
    return URI.create(
        value == null ? text.replace("&" + old, "") : text.replace(old, name + "=" + value));
  }
}
