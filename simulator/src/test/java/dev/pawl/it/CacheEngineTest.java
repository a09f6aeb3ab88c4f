package dev.pawl.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.CacheMode;
import dev.pawl.Status;
import dev.pawl.Token;
import dev.pawl.TokenManager;
import dev.pawl.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which engine a state directory gets, and that every process follows. */
class CacheEngineTest {
  @TempDir Path directory;
  private Scene scene;

  @BeforeEach
  void start() {
    scene = Scene.strict(directory.resolve("state"));
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @ParameterizedTest
  @CsvSource({"1, mapped, 1024", "1024, mapped, 1024", "1025, chronicle, 1025"})
  void build_expectedProfiles_decideTheEngine(int expected, String engine, int room)
      throws IOException {
    try (TokenManager manager = scene.manager(builder -> builder.expectedProfiles(expected))) {
      manager.login(scene.freshGrant());

      assertThat(manager.status().cache()).isEqualTo(engine);
    }
    assertThat(format())
        .contains("\"engine\" : \"" + engine + "\"")
        .contains("\"profiles\" : " + room);
  }

  @Test
  void build_settingsNameEngine_outrankWhatIsExpected() throws IOException {
    Settings settings =
        settings("{\"cache\": {\"engine\": \"chronicle\", \"profiles\": 7, \"valueBytes\": 4096}}");

    try (TokenManager manager = scene.manager(builder -> builder.settings(settings))) {
      manager.login(scene.freshGrant());

      assertThat(manager.status().cache()).isEqualTo("chronicle");
    }
    assertThat(format()).contains("\"slot_bytes\" : 4096").contains("\"profiles\" : 7");
  }

  @Test
  void build_settingsSayNone_worksFromTheStore() throws IOException {
    Settings settings = settings("{\"cache\": {\"engine\": \"none\"}}");

    try (TokenManager manager = scene.manager(builder -> builder.settings(settings))) {
      manager.login(scene.freshGrant());

      assertThat(manager.token().value()).isNotEmpty();
      assertThat(manager.status().cache()).isEqualTo("none");
    }
    assertThat(format()).contains("\"engine\" : \"none\"");
  }

  @Test
  void build_directoryMadeWithAnotherEngine_followsTheRecord() throws IOException {
    scene.manager(builder -> builder.expectedProfiles(5_000)).close();

    try (TokenManager first = scene.manager(builder -> builder.expectedProfiles(1));
        TokenManager second = scene.manager()) {
      first.login(scene.freshGrant());
      Token token = second.token();

      assertThat(token).isEqualTo(first.token());
      assertThat(second.status().cache()).isEqualTo("chronicle");
    }
  }

  @Test
  void logout_byCommandThatOnlyAttaches_isSeenAtTheNextCall() {
    try (TokenManager manager = scene.manager(builder -> builder.expectedProfiles(5_000))) {
      manager.login(scene.freshGrant());
      Token unused = manager.token();

      try (TokenManager command = scene.manager(builder -> builder.cache(CacheMode.ATTACHED))) {
        assertThat(command.status().cache()).isEqualTo("chronicle");
        command.logout();
      }

      assertThatThrownBy(manager::token).hasMessageContaining("log in");
      assertThat(manager.status().state()).isEqualTo(Status.State.LOGGED_OUT);
    }
  }

  @Test
  void status_json_tellsEngineRoomAndEpoch() {
    try (TokenManager manager = scene.manager(builder -> builder.expectedProfiles(5_000))) {
      manager.login(scene.freshGrant());
      Map<String, String> environment = CommandRun.environment(directory);

      CommandRun status = CommandRun.of(environment, "", "status", "--json");
      CommandRun doctor = CommandRun.of(environment, "", "doctor");

      assertThat(status.out().replaceAll("\\s", ""))
          .contains("\"cacheEngine\":\"chronicle\"", "\"cacheCapacity\":5000", "\"cacheUsed\":1")
          .containsPattern("\"cacheEpoch\":\"[0-9a-f]+\"");
      assertThat(doctor.out()).contains("chronicle, 1 of 5000 slots taken, epoch ");
    }
  }

  private Settings settings(String text) throws IOException {
    return new Settings(Files.writeString(directory.resolve("settings.json"), text), null);
  }

  private String format() throws IOException {
    return Files.readString(scene.home.resolve("format.json"));
  }
}
