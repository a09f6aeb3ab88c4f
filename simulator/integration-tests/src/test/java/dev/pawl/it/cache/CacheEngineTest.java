package dev.pawl.it.cache;

import static dev.pawl.cli.shell.ExitCode.FAILED;
import static dev.pawl.cli.shell.ExitCode.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.TokenManager;
import dev.pawl.it.kit.CommandRun;
import dev.pawl.it.kit.UserScene;
import dev.pawl.settings.Settings;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which engine a state directory gets, and that every process follows. */
class CacheEngineTest {
  @RegisterExtension final UserScene scene = UserScene.strict();

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

      try (TokenManager command =
          scene.manager(builder -> builder.cache(CacheMode.EXISTING_SLOTS))) {
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
      Map<String, String> environment = scene.environment;

      CommandRun status = CommandRun.of(environment, "", "status", "--json");
      CommandRun doctor = CommandRun.of(environment, "", "doctor");

      assertThat(status.out().replaceAll("\\s", ""))
          .contains("\"cacheEngine\":\"chronicle\"", "\"cacheCapacity\":5000", "\"cacheUsed\":1")
          .containsPattern("\"cacheEpoch\":\"[0-9a-f]+\"");
      assertThat(doctor.out()).contains("chronicle, 1 of 5000 slots taken, epoch ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                   | cache",
        "{'engine': 5}                        | cache.engine",
        "{'engine': ''}                       | cache.engine",
        "{'engine': 'fast'}                   | cache.engine",
        "{'engine': 'mapped', 'profiles': 2000} | cache.engine",
        "{'profiles': 'many'}                 | cache.profiles",
        "{'profiles': 0}                      | cache.profiles",
        "{'profiles': -1}                     | cache.profiles",
        "{'profiles': 0.5}                    | cache.profiles",
        "{'profiles': 1048577}                | cache.profiles",
        "{'profiles': 4294967297}             | cache.profiles",
        "{'profiles': 99999999999999999999}   | cache.profiles",
        "{'profiles': 1e300}                  | cache.profiles",
        "{'valueBytes': true}                 | cache.valueBytes",
        "{'valueBytes': 0}                    | cache.valueBytes",
        "{'valueBytes': 255}                  | cache.valueBytes",
        "{'valueBytes': -4096}                | cache.valueBytes",
        "{'valueBytes': 1048577}              | cache.valueBytes"
      },
      quoteCharacter = '`')
  void build_settingMakesNoSense_isAnErrorThatNamesFileAndField(String cache, String field)
      throws IOException {
    Settings settings = users(cache);

    CommandRun doctor = scene.run("doctor");

    assertThatThrownBy(() -> scene.manager(builder -> builder.settings(settings)))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining(settings.user() + ": field " + field)
        .extracting(e -> ((TokenException) e).reason())
        .isEqualTo(TokenException.Reason.FIX_CONFIGURATION);
    assertThat(scene.home.resolve("format.json")).doesNotExist();
    assertThat(doctor.exit()).isEqualTo(FAILED);
    assertThat(doctor.out()).contains("FAIL settings: " + settings.user() + ": field " + field);
  }

  @Test
  void build_settingMakesNoSenseButCacheIsChosen_goesOnAndDoctorWarns() throws IOException {
    scene.loggedIn();
    Settings settings = users("{'engine': 'fast', 'profiles': -1}");

    try (TokenManager manager = scene.manager(builder -> builder.settings(settings))) {
      CommandRun doctor = scene.run("doctor");

      assertThat(manager.token().generation()).isEqualTo(1);
      assertThat(manager.status().cache()).isEqualTo("mapped");
      assertThat(doctor.exit()).isEqualTo(OK);
      assertThat(doctor.out())
          .contains("WARN settings: " + settings.user() + ": field cache.profiles ");
    }
  }

  @Test
  void build_settingMakesNoSenseAndCacheIsNotUsed_goesOn() throws IOException {
    Settings settings = users("{'engine': 'fast'}");

    try (TokenManager manager =
        scene.manager(builder -> builder.settings(settings).cache(CacheMode.NONE))) {
      manager.login(scene.freshGrant());

      assertThat(manager.token().generation()).isEqualTo(1);
    }
  }

  private Settings users(String cache) throws IOException {
    CommandRun.settings(scene.directory, "{\"cache\": " + cache.replace('\'', '"') + "}");
    return new Settings(scene.directory.resolve("config/pawl/settings.json"), null);
  }

  private Settings settings(String text) throws IOException {
    return new Settings(Files.writeString(scene.directory.resolve("settings.json"), text), null);
  }

  private String format() throws IOException {
    return Files.readString(scene.home.resolve("format.json"));
  }
}
