package dev.pawl.it.session;

import static dev.pawl.cli.shell.ExitCode.LOG_IN;
import static dev.pawl.cli.shell.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.TokenManagers;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many profiles in one process, and several such processes but for the memory. */
class TokenManagersTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

  @BeforeEach
  void start() throws IOException {
    CommandRun.settings(scene.directory, "{\"cache\": {\"profiles\": 500}}");
  }

  @ParameterizedTest
  @EnumSource(CacheMode.class)
  void token_manyProfilesExpired_eachIsRefreshedOnceForAll(CacheMode cache) {
    try (TokenManagers one = managers(cache);
        TokenManagers other = managers(cache)) {
      List<String> names = IntStream.range(0, 20).mapToObj(n -> "customer-" + n).toList();
      names.forEach(name -> one.manager(name).login(scene.freshGrant()));
      names.forEach(name -> other.manager(name).token());
      scene.expire();

      List<Token> first = names.stream().map(name -> one.manager(name).token()).toList();
      List<Token> second = names.stream().map(name -> other.manager(name).token()).toList();

      assertThat(second).isEqualTo(first);
      assertThat(first).extracting(Token::profile).isEqualTo(names);
      assertThat(first.stream().map(Token::value).distinct()).hasSize(20);
      scene.spends().areExactly(20);
    }
  }

  @Test
  void manager_oneProfileMore_opensAndMapsNothingMore() throws IOException {
    try (TokenManagers managers = managers(CacheMode.SHARED)) {
      managers.manager("first").login(scene.freshGrant());
      Token unused = managers.manager("first").token();
      long files = descriptors();
      long mappings = mappings();

      for (int i = 0; i < 100; i++) {
        managers.manager("customer-" + i).login(scene.freshGrant());
        unused = managers.manager("customer-" + i).token();
      }

      assertThat(descriptors()).isEqualTo(files);
      assertThat(mappings()).isEqualTo(mappings);
      assertThat(managers.size()).isEqualTo(101);
    }
  }

  @Test
  void close_oneManager_leavesTheOthersAndMakesAnotherAtTheNextCall() {
    try (TokenManagers managers = managers(CacheMode.SHARED)) {
      TokenManager closed = managers.manager("a");
      closed.login(scene.freshGrant());
      managers.manager("b").login(scene.freshGrant());

      closed.close();

      assertThat(managers.size()).isEqualTo(1);
      assertThat(managers.manager("b").status().cache()).isEqualTo("mapped");
      assertThat(managers.manager("a")).isNotSameAs(closed);
      assertThat(managers.manager("a").token().profile()).isEqualTo("a");
      assertThatThrownBy(closed::status).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void close_all_closesEveryManager() {
    TokenManagers managers = managers(CacheMode.SHARED);
    TokenManager manager = managers.manager("a");

    managers.close();

    assertThatThrownBy(manager::status).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> managers.manager("b")).isInstanceOf(IllegalStateException.class);
    assertThat(managers.size()).isZero();
  }

  @Test
  void commands_shardedDirectory_workAsInAnyOther() throws IOException {
    try (TokenManagers managers = managers(CacheMode.SHARED)) {
      managers.manager("work").login(scene.freshGrant());
      scene.simulator.clock().advance(Duration.ofMinutes(1));
      Map<String, String> environment = scene.environment;
      assertThat(scene.directory.resolve("state/grants")).isRegularFile();

      CommandRun token = CommandRun.of(environment, "", "token", "work");
      CommandRun logout = CommandRun.of(environment, "", "logout", "work");
      CommandRun status = CommandRun.of(environment, "", "status", "work");

      assertThat(token.out().strip()).isEqualTo(token.all().strip());
      assertThat(scene.simulator.labelOf(token.out().strip())).isPresent();
      assertThat(logout.exit()).isEqualTo(OK);
      assertThat(status.exit()).isEqualTo(LOG_IN);
      assertThatThrownBy(() -> managers.manager("work").token()).hasMessageContaining("log in");
    }
  }

  private TokenManagers managers(CacheMode cache) {
    return TokenManagers.open(
        TokenManager.builder()
            .environment(scene.environment)
            .clock(scene.simulator.clock())
            .cache(cache)
            .waitTimeout(Duration.ofSeconds(20))
            .expectedProfiles(100_000));
  }

  private long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.map(TokenManagersTest::target)
          .filter(to -> to.startsWith(scene.home.toString()))
          .count();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  private long mappings() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains(scene.home.toString()))
        .count();
  }
}
