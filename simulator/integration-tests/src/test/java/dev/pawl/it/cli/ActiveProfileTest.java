package dev.pawl.it.cli;

import static dev.pawl.cli.shell.ExitCode.FIX_CONFIGURATION;
import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static dev.pawl.cli.shell.ExitCode.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Profiles;
import dev.pawl.TokenManager;
import dev.pawl.http.BearerClient;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.spi.Grant;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two logins, one pointer: whoever names no profile goes where it points, whole requests at a time.
 */
final class ActiveProfileTest {
  @RegisterExtension final UserScene scene = UserScene.strict();
  private Profiles profiles;

  @BeforeEach
  void start() {
    profiles = Profiles.of(scene.environment);
    logIn("home");
    logIn("work");
  }

  @ParameterizedTest
  @EnumSource(CacheMode.class)
  void use_managerThatFollows_servesTheOtherAtItsNextCall(CacheMode cache) {
    profiles.use("home");
    TokenManager follower = scene.manager(builder -> follow(builder).cache(cache));
    String before = follower.token().profile();

    String told = profiles.use("work");

    assertThat(before).isEqualTo("home");
    assertThat(told).isEqualTo("home");
    assertThat(follower.token().profile()).isEqualTo("work");
    assertThat(follower.status().profile()).isEqualTo("work");
    scene.spends().areNone();
  }

  @Test
  void use_managerThatIsPinned_staysWhereItIs() {
    profiles.use("home");
    TokenManager named = scene.manager(builder -> follow(builder).profile("home"));
    Map<String, String> pinning = new HashMap<>(scene.environment);
    pinning.put("PAWL_PROFILE", "home");
    TokenManager pinned = scene.manager(builder -> follow(builder).environment(pinning));
    TokenManager both =
        scene.manager(builder -> follow(builder).environment(pinning).profile("work"));

    String unused = profiles.use("work");

    assertThat(named.token().profile()).isEqualTo("home");
    assertThat(pinned.token().profile()).isEqualTo("home");
    assertThat(both.token().profile()).isEqualTo("work");
  }

  @Test
  void use_whileManyRead_nobodyGetsTheOldOneAfterwards() throws Exception {
    profiles.use("home");
    AtomicLong epoch = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    List<String> wrong = new CopyOnWriteArrayList<>();
    TokenManager follower = scene.manager(this::follow);
    ExecutorService readers = Executors.newFixedThreadPool(4);
    List<Future<?>> reading = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      reading.add(readers.submit(() -> read(follower, epoch, done, wrong)));
    }

    for (int i = 0; i < 100; i++) {
      epoch.incrementAndGet();
      String unused = profiles.use(i % 2 == 0 ? "work" : "home");
      epoch.incrementAndGet();
    }

    done.set(true);
    for (Future<?> each : reading) {
      each.get();
    }
    readers.shutdown();
    assertThat(wrong).isEmpty();
    scene.spends().areNone();
  }

  /* An even epoch is a time at which the pointer rests: after 2 it is at work, after 4 at home. */
  private static void read(
      TokenManager follower, AtomicLong epoch, AtomicBoolean done, List<String> wrong) {
    while (!done.get()) {
      long before = epoch.get();
      String profile = follower.token().profile();
      String expected = before % 4 == 0 ? "home" : "work";
      if (before % 2 == 0 && epoch.get() == before && !profile.equals(expected)) {
        wrong.add(profile + " in epoch " + before);
      }
    }
  }

  @Test
  void renew_tokenOfTheProfileThatWasActive_staysThatIdentity() {
    profiles.use("home");
    TokenManager follower = scene.manager(this::follow);
    Token held = follower.token();
    String unused = profiles.use("work");

    Token renewed = follower.renew(held);

    assertThat(renewed.profile()).isEqualTo("home");
    assertThat(follower.token().profile()).isEqualTo("work");
    scene.spends().areExactly(1);
  }

  @Test
  void renew_profileThatWasActiveIsLoggedOut_failsInsteadOfChangingIdentity() {
    profiles.use("home");
    TokenManager follower = scene.manager(this::follow);
    Token held = follower.token();
    String unused = profiles.use("work");
    scene.manager(builder -> follow(builder).profile("home")).logout();

    assertThatThrownBy(() -> follower.renew(held))
        .isInstanceOfSatisfying(
            TokenException.class,
            e -> assertThat(e.reason()).isEqualTo(TokenException.Reason.LOG_IN));
  }

  @Test
  void bearerClient_pointerMovesBetweenRequestAndRepetition_repeatsAsTheSame() throws Exception {
    profiles.use("home");
    TokenManager follower = scene.manager(this::follow);
    String family = scene.simulator.familyOf(follower.token().value()).orElseThrow();
    scene.simulator.revokeAccessTokens(family);
    BearerClient client =
        BearerClient.builder(follower, HttpClient.newHttpClient())
            .origins(scene.simulator.api())
            .refusals(
                refusal -> {
                  String unused = profiles.use("work");
                  return refusal.status() == 403;
                })
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(scene.simulator.api().resolve("/v1/whoami")).build();

    HttpResponse<String> repeated = client.send(request, BodyHandlers.ofString());
    HttpResponse<String> next = client.send(request, BodyHandlers.ofString());

    assertThat(repeated.body()).contains("\"family\":\"" + family + "\"");
    assertThat(next.statusCode()).isEqualTo(200);
    assertThat(next.body()).doesNotContain("\"family\":\"" + family + "\"");
  }

  @Test
  void listener_pointerMoves_isTold() {
    profiles.use("home");
    List<String> told = new CopyOnWriteArrayList<>();
    TokenManager follower =
        scene.manager(
            builder -> follow(builder).listener((Status status) -> told.add(status.profile())));
    String unused = profiles.use("work");

    Token token = follower.token();

    assertThat(told).contains(token.profile());
  }

  @Test
  void use_nobodyOfThatName_changesNothing() {
    CommandRun first = scene.run("use", "work");
    CommandRun typo = scene.run("use", "wrok");

    assertThat(first.out()).contains("profile work is the active one now; it was default");
    assertThat(typo.exit()).isEqualTo(LOG_IN);
    assertThat(typo.err()).contains("nobody is logged in as profile wrok", "home, work");
    assertThat(profiles.active()).isEqualTo("work");
    assertThat(scene.run("status").out()).contains("profile     work");
  }

  @Test
  void profile_optionEnvironmentAndPointer_winInThatOrder() {
    profiles.use("home");
    scene.environment.put("PAWL_PROFILE", "work");

    assertThat(scene.run("status", "--profile", "default").out()).contains("profile     default");
    assertThat(scene.run("status").out()).contains("profile     work");
    scene.environment.remove("PAWL_PROFILE");
    assertThat(scene.run("status").out()).contains("profile     home");
    assertThat(scene.run("token", "--profile", "work", "home").exit()).isEqualTo(USAGE);
  }

  @Test
  void pointer_isDamaged_isAClearErrorThatUseMends() throws IOException {
    Files.writeString(scene.directory.resolve("state/active"), "../../etc\n");

    CommandRun token = scene.run("token");
    CommandRun use = scene.run("use", "work");

    assertThat(token.exit()).isEqualTo(FIX_CONFIGURATION);
    assertThat(token.err())
        .contains("state/active names no profile; choose one of pawl accounts with pawl use");
    assertThat(use.exit()).isEqualTo(OK);
    assertThat(scene.run("token").exit()).isEqualTo(OK);
  }

  @Test
  void accounts_twoLogins_showsBothAndTheActiveOne() {
    profiles.use("work");

    CommandRun list = scene.run("accounts");
    CommandRun json = scene.run("accounts", "--json");

    assertThat(list.out().lines().toList())
        .satisfiesExactly(
            head -> assertThat(head).contains("PROFILE", "ACCOUNT", "BILLING"),
            home -> assertThat(home).matches("  +home +- +- +unknown +usable"),
            work -> assertThat(work).matches("\\* +work +- +- +unknown +usable"));
    assertThat(json.out()).contains("{\"profile\":\"work\",\"active\":true,");
  }

  @Test
  void logout_all_logsEverybodyOutAndPointsNowhere() {
    profiles.use("work");

    CommandRun logout = scene.run("logout", "--all");

    assertThat(logout.exit()).isEqualTo(OK);
    assertThat(logout.out()).contains("logged out profile home", "logged out profile work");
    assertThat(scene.simulator.families()).noneMatch(family -> family.alive());
    assertThat(profiles.active()).isEqualTo("default");
    assertThat(scene.run("accounts").out()).contains("logged out");
  }

  private TokenManager.Builder follow(TokenManager.Builder builder) {
    return builder.environment(scene.environment);
  }

  private void logIn(String profile) {
    Grant grant = scene.freshGrant();
    try (TokenManager manager =
        TokenManager.builder()
            .environment(scene.environment)
            .profile(profile)
            .waitTimeout(Duration.ofSeconds(20))
            .build()) {
      manager.login(grant);
    }
  }
}
