package dev.pawl.drills.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import dev.pawl.drills.report.DrillVerdict;
import dev.pawl.drills.stage.Pace;
import dev.pawl.drills.stage.WinClass;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRunTest {
  private static final int COPIES = 3;

  @TempDir private Path home;

  @Test
  @EnabledOnOs(LINUX)
  void herd_ofAClientWithoutALock_failsAndNamesTheProcesses() throws Exception {
    DrillVerdict verdict = run("herd", java("naive"));

    assertThat(verdict.word()).isEqualTo("FAIL");
    assertThat(verdict.figures().reuse()).isPositive();
    assertThat(verdict.figures().revocations()).isEqualTo(1);
    assertThat(verdict.violations().get(0))
        .containsPattern(
            "your client spent F1[.]rt[0-9]+ [0-9]+ times: copy [1-3] \\(process [0-9]")
        .endsWith("the server took it for theft and logged everybody out");
    assertThat(Files.readString(Path.of(verdict.ledger()))).contains("REUSE_FAMILY_REVOKED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"herd", "lost-answer", "cut-answer", "slow-answer", "busy", "down"})
  void drill_ofAClientWithALock_passes(String name) throws Exception {
    DrillVerdict verdict = run(name, java("locked"));

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.word()).isEqualTo("PASS");
    assertThat(verdict.figures().revocations()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill-spender", "stop-spender"})
  @EnabledOnOs(LINUX)
  void drill_ofTheOneThatSpends_findsIt(String name) throws Exception {
    DrillVerdict verdict = run(name, java("locked"));

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.word()).isEqualTo("PASS");
  }

  @Test
  @EnabledOnOs(LINUX)
  void diskFull_ofAClientThatSavesWithoutRoom_losesTheLogin() throws Exception {
    ClientTerms impatient = terms(java("locked"), Optional.empty(), "", Duration.ofSeconds(10));

    DrillVerdict verdict = run("disk-full", impatient, "");

    assertThat(verdict.notRun()).isEmpty();
    assertThat(verdict.violations().get(0)).contains("your client spent F1.rt");
    assertThat(verdict.figures().revocations()).isEqualTo(1);
  }

  @Test
  @EnabledOnOs(LINUX)
  void diskFull_ofAClientThatMakesRoomFirst_passes() throws Exception {
    DrillVerdict verdict = run("disk-full", java("locked", "reserving"));

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.word()).isEqualTo("PASS");
    assertThat(verdict.figures().spends()).isEqualTo(2); // the first login's, and one with room
  }

  @Test
  void herd_ofAClientWithASecret_passes() throws Exception {
    ClientTerms terms =
        terms(java("locked"), Optional.empty(), "")
            .authentication(ClientAuthentication.CLIENT_SECRET_BASIC);

    DrillVerdict verdict = run("herd", terms, "");

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.word()).isEqualTo("PASS");
    assertThat(verdict.repeat()).endsWith(" --client-authentication client_secret_basic");
    assertThat(verdict.seen())
        .filteredOn(entry -> entry.isOf(Operation.REFRESH))
        .isNotEmpty()
        .allMatch(entry -> entry.caller().client().equals("drilled-client"));
  }

  @Test
  void herd_ofAClientThatDoesNotProveItself_saysWhatTheServerTakes() throws Exception {
    ClientTerms terms =
        new ClientTerms(
            java("locked"),
            COPIES,
            7,
            Optional.empty(),
            ClientTerms.LIFETIME,
            Duration.ofSeconds(4),
            "",
            Pace.PROCESSING,
            ClientAuthentication.CLIENT_SECRET_JWT);

    DrillVerdict verdict = run("herd", terms, "");

    assertThat(verdict.word()).isEqualTo("FAIL");
    assertThat(verdict.violations().get(0))
        .contains("the server refused the client itself", "it takes client_secret_jwt");
  }

  @Test
  void registration_ofAClientWithAKey_givesAFileThatNobodyElseReads() throws Exception {
    try (Simulator simulator = Simulator.builder().start()) {
      Map<String, String> told =
          new Registration(ClientAuthentication.PRIVATE_KEY_JWT, 7).logIn(simulator, home);

      Path key = Path.of(told.get("DRILL_CLIENT_KEY"));
      assertThat(key).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
      assertThat(simulator.clients().find("drilled-client").orElseThrow().keys())
          .containsOnlyKeys(told.get("DRILL_CLIENT_KEY_ID"));
    }
  }

  @Test
  void herd_ofAClientThatEndsAfterACall_startsItAgain() throws Exception {
    DrillVerdict verdict = run("herd", java("locked", "once"));

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.word()).isEqualTo("PASS");
  }

  @Test
  void lostAnswer_underAStrictPolicy_isMarkedAndADeadTokenCounts() throws Exception {
    ClientTerms terms = terms(java("locked"), Optional.of(RotationPolicy.STRICT_FAMILY), "");

    DrillVerdict verdict = run("lost-answer", terms, "");

    assertThat(verdict.subject().promise()).isEqualTo(WinClass.LOGIN_ONCE);
    assertThat(verdict.violations())
        .singleElement()
        .asString()
        .contains("refresh tokens", "times that the server had refused", "3 copies may try once");
  }

  private DrillVerdict play(String client, String scenario) throws Exception {
    ClientDrill drill =
        ClientDrill.of(
            Scenario.parse(scenario.replace('\'', '"'), "a/mine.json"), "--scenario 'a'");
    ClientTerms terms =
        new ClientTerms(
            client,
            COPIES,
            7,
            Optional.empty(),
            ClientTerms.LIFETIME,
            Duration.ofSeconds(20),
            "",
            Pace.PROCESSING);
    try (ClientRun run = new ClientRun(home, terms, "")) {
      return run.run(drill);
    }
  }

  private static final String OWN =
      """
      {
        'server': {'policy': 'GRACE_SAME', 'accessTtl': '1h'},
        'timeline': [
          {'on': 'refresh#2', 'fault': 'AFTER_COMMIT reset'},
          {'at': '+200ms', 'expire': 'access-tokens'},
          {'at': '+2s', 'outage': {'outage': 'REFUSED', 'for': '1s'}},
          {'at': '+2s', 'expire': 'access-tokens'}
        ]
      }
      """;

  @Test
  void scenario_ofOnesOwn_isPlayedToItsEndAndJudgedByTheLedger() throws Exception {
    DrillVerdict verdict = play(java("locked"), OWN);

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.word()).isEqualTo("PASS");
    assertThat(verdict.subject().name()).isEqualTo("mine");
    assertThat(verdict.subject().policy()).isEqualTo(RotationPolicy.GRACE_SAME);
    assertThat(verdict.figures().spends())
        .isEqualTo(4); // the first login's, two more, and a replay
    assertThat(verdict.figures().reuse()).isEqualTo(1);
    assertThat(verdict.repeat()).contains(" --scenario 'a' --policy GRACE_SAME --processes 3 ");
  }

  @Test
  void scenario_faultWaitsForARequestThatNeverComes_fails() throws Exception {
    String never = "{'timeline':[{'on':'revoke#1','fault':'AFTER_COMMIT reset'}]}";

    DrillVerdict verdict = play(java("locked"), never);

    assertThat(verdict.violations())
        .singleElement()
        .asString()
        .contains("did not come within 20 s", "oauth.revoke#1: AFTER_COMMIT reset");
  }

  @Test
  void scenario_namesAFamilyThatIsNotThere_failsWithItsPlace() throws Exception {
    DrillVerdict verdict =
        play(java("locked"), "{'timeline':[{'at':'+0s','revoke':'access-tokens of F7'}]}");

    assertThat(verdict.violations()).containsExactly("a/mine.json:1:14: there is no family 'F7'");
  }

  @Test
  void drill_ofACommandThatDoesNothing_saysWhereToLook() throws Exception {
    DrillVerdict verdict = run("herd", "echo nothing to do");

    assertThat(verdict.violations())
        .singleElement()
        .asString()
        .contains("never called DRILL_API", "copy-1.log");
    assertThat(Path.of(verdict.ledger()).resolveSibling("logs/copy-1.log"))
        .content()
        .contains("nothing to do");
  }

  @Test
  void clock_withoutFaketime_couldNotRun() throws Exception {
    DrillVerdict verdict = run("clock", java("locked"));

    assertThat(verdict.word()).isEqualTo("NOT RUN");
    assertThat(verdict.notRun()).contains("faketime(1)");
  }

  @Test
  void clock_withFaketime_startsTheClientByIt() throws Exception {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path faketime = bin.resolve("faketime");
    Files.writeString(
        faketime, "#!/bin/sh\necho \"$1 $2\" >> \"$DRILL_SCRATCH/clocks\"\nshift 2\nexec \"$@\"\n");
    assertThat(faketime.toFile().setExecutable(true)).isTrue();

    DrillVerdict verdict =
        run("clock", terms(java("locked"), Optional.empty(), ""), bin.toString());

    assertThat(verdict.word()).isEqualTo("PASS");
    assertThat(home.resolve("001-clock/scratch/clocks"))
        .content()
        .isEqualTo("-f +10m\n".repeat(COPIES));
  }

  @Test
  void repeat_afterUnusualTerms_namesThemAndQuotesTheCommand() {
    ClientTerms terms =
        new ClientTerms(
            "it's mine",
            3,
            7,
            Optional.empty(),
            Duration.ofMinutes(5),
            ClientTerms.WITHIN,
            "-2h",
            Pace.PROCESSING);

    String repeat = terms.repeat("herd", RotationPolicy.STRICT_FAMILY);

    assertThat(repeat)
        .isEqualTo(
            "./pawl drill --client 'it'\\''s mine' herd --policy STRICT_FAMILY --processes 3"
                + " --seed 7 --lifetime 300000ms --client-clock -2h");
  }

  private DrillVerdict run(String name, String command) throws Exception {
    return run(name, terms(command, Optional.empty(), ""), "");
  }

  private DrillVerdict run(String name, ClientTerms terms, String searchPath) throws Exception {
    try (ClientRun run = new ClientRun(home, terms, searchPath)) {
      return run.run(ClientDrill.named(List.of(name)).get(0));
    }
  }

  private static ClientTerms terms(String command, Optional<RotationPolicy> policy, String clock) {
    Duration within = Duration.ofSeconds(command.startsWith("echo") ? 2 : 60);
    return terms(command, policy, clock, within);
  }

  private static ClientTerms terms(
      String command, Optional<RotationPolicy> policy, String clock, Duration within) {
    return new ClientTerms(
        command, COPIES, 7, policy, ClientTerms.LIFETIME, within, clock, Pace.PROCESSING);
  }

  private static String java(String... manners) {
    return String.join(
        " ",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp",
        "'" + System.getProperty("java.class.path") + "'",
        SampleClient.class.getName(),
        String.join(" ", manners));
  }
}
