package dev.pawl.it.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.TokenManager;
import dev.pawl.cache.RecordedTable;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.SharedCache;
import dev.pawl.credentials.FastPath;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.doctor.CacheCheckup;
import dev.pawl.doctor.Finding;
import dev.pawl.it.kit.UserScene;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A cache of either engine, as somebody else may have made it while its place was away: the names
 * are right, and the slot tells of a token of theirs.
 */
@EnabledOnOs(OS.LINUX)
class CacheTrustTest {
  private static final int STRANGER = 4711;

  @RegisterExtension final UserScene scene = UserScene.strict();
  private Path memory;
  private Path place;

  @BeforeEach
  void prepare() throws IOException {
    memory = scene.runtimeDirectory();
    scene.environment.put("XDG_RUNTIME_DIR", memory.toString());
    place = memory.resolve("pawl");
  }

  @ParameterizedTest
  @CsvSource({
    "mapped, theirs, belongs to user 4711",
    "mapped, link of theirs, belongs to user 4711",
    "mapped, open, can be written by other users",
    "chronicle, theirs, belongs to user 4711",
    "chronicle, link of theirs, belongs to user 4711",
    "chronicle, open, can be written by other users"
  })
  void token_placeCannotBeTrusted_neitherReadsNorWritesThere(
      String engine, String how, String objection) throws IOException {
    logIn(engine);
    forge();
    Path there = makeUntrusted(how);
    Map<String, String> before = contents(there);

    String cachedThen = cached();
    String asked = ask();

    assertThat(cachedThen).isNull();
    assertThat(asked).isEqualTo("login-token");
    assertThat(contents(there)).isEqualTo(before);
    assertThat(cached()).isEqualTo("login-token");
    assertThat(finding().detail()).contains(objection, scene.directory + "/state/cache");
  }

  @ParameterizedTest
  @CsvSource({"mapped, cache-", "chronicle, cache-", "chronicle, .map-"})
  void token_fileOfAnotherUser_isPutAside(String engine, String name) throws IOException {
    logIn(engine);
    forge();
    for (Path file : files(place)) {
      if (String.valueOf(file.getFileName()).contains(name)) {
        giveAway(file);
      }
    }

    String cachedThen = cached();
    String asked = ask();

    assertThat(cachedThen).isNull();
    assertThat(asked).isEqualTo("login-token");
    assertThat(cached()).isEqualTo("login-token");
    assertThat(Files.getAttribute(cache(), "unix:uid")).isEqualTo(0);
  }

  private void logIn(String engine) throws IOException {
    URI endpoint = URI.create("https://localhost/token");
    ClientRegistration client =
        new ClientRegistration("https://localhost", endpoint, null, "c", "", ReplayPolicy.UNKNOWN);
    TokenSet tokens = new TokenSet("login-token", 0, Long.MAX_VALUE, "login-refresh");
    try (TokenManager manager =
        builder().expectedProfiles(engine.equals("mapped") ? 1 : 2_000).build()) {
      manager.login(Grant.login(client, tokens));
    }
    assertThat(format().engine()).isEqualTo(engine);
    assertThat(cache()).isRegularFile().startsWithRaw(place);
    assertThat(cached()).isEqualTo("login-token");
  }

  private void forge() throws IOException {
    try (SharedCache table = RecordedTable.look(format(), cache())) {
      TokenSlot slot = Objects.requireNonNull(table.find("default"));
      slot.publish(Objects.requireNonNull(slot.read()).record().withAccess("forged", null));
    }
    assertThat(cached()).isEqualTo("forged");
  }

  /* Where the forged files lie then. */
  private Path makeUntrusted(String how) throws IOException {
    switch (how) {
      case "link of theirs" -> {
        Path elsewhere = memory.resolve("elsewhere");
        Files.move(place, elsewhere);
        giveAway(Files.createSymbolicLink(place, elsewhere));
        return elsewhere;
      }
      case "open" ->
          Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
      default -> {
        for (Path file : files(place)) {
          giveAway(file);
        }
        giveAway(place);
      }
    }
    return place;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Path file : files(directory)) {
      contents.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    return contents;
  }

  private String ask() {
    try (TokenManager manager = builder().build()) {
      return manager.token().value();
    }
  }

  private TokenManager.Builder builder() {
    return TokenManager.builder().environment(scene.environment).warmUp(false);
  }

  private @Nullable String cached() {
    FastPath fastPath = FastPath.at(scene.environment, "default");
    Token token = fastPath == null ? null : fastPath.token(Duration.ZERO);
    return token == null ? null : token.value();
  }

  private Finding finding() throws IOException {
    Path state = StateDirectory.of(scene.environment).path();
    return Objects.requireNonNull(CacheCheckup.finding(state));
  }

  private Path cache() throws IOException {
    return Path.of(format().cache());
  }

  private StateFormat format() throws IOException {
    return Objects.requireNonNull(StateFormat.read(StateDirectory.of(scene.environment)));
  }

  private static void giveAway(Path path) throws IOException {
    assumeTrue(
        Integer.valueOf(0).equals(Files.getAttribute(path, "unix:uid")),
        "only root can give a file away");
    Files.setAttribute(path, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);
  }
}
