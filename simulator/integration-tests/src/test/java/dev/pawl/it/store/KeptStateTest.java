package dev.pawl.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.TokenManager;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.MappedTable;
import dev.pawl.it.kit.RefreshThreads;
import dev.pawl.it.kit.ScriptedEndpoint;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A state directory that the version of commit 4b94ea3 has left goes on working. Its programs made
 * five logins in it; the refreshes of two were killed, one with the answer in hand, one without.
 */
@EnabledOnOs(OS.LINUX)
class KeptStateTest {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  @TempDir Path home;
  private Instant now = Instant.now();

  @BeforeEach
  void restore() throws IOException {
    Files.createDirectory(home.resolve("grants"));
    for (Path directory : new Path[] {home, home.resolve("grants")}) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    try (InputStream kept = KeptStateTest.class.getResourceAsStream("state-of-4b94ea3.zip");
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(kept))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = home.resolve(entry.getName());
        Files.copy(zip, file);
        Files.setPosixFilePermissions(file, OWNER);
      }
    }
    replace("format.json", "/kept/cache", home.resolve("cache").toString());
    String inode = Files.getAttribute(home.resolve("lock"), "unix:ino").toString();
    replace("format.json", "\"lock_inode\" : 1", "\"lock_inode\" : " + inode);
  }

  @Test
  void token_stillUsable_isServed() {
    assertThat(token("default")).isEqualTo("kept-at-default");
  }

  @Test
  void cache_madeByTheOlderVersion_isReadOn() throws IOException {
    TokenSlot.Reading reading;
    try (MappedTable table = MappedTable.open(home.resolve("cache"))) {
      reading = Objects.requireNonNull(table.find("default")).read();
    }

    String served = token("default");

    assertThat(Objects.requireNonNull(reading).record().access()).isEqualTo(served);
    assertThat(Files.readString(home.resolve("format.json"))).contains("\"profiles\" : 8,");
  }

  @Test
  void token_hasEnded_isRefreshed() throws Exception {
    String answer =
        "{\"access_token\":\"at-new\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
            + "\"refresh_token\":\"rt-new\"}";
    try (ScriptedEndpoint server = new ScriptedEndpoint(n -> ScriptedEndpoint.granted(answer))) {
      replace("grants/ended.json", "http://127.0.0.1:1/token", server.uri().toString());

      String token = token("ended");

      assertThat(token).isEqualTo("at-new");
      assertThat(server.presented()).containsExactly("kept-rt-ended");
      assertThat(Files.readString(home.resolve("grants/ended.json"))).contains("rt-new");
    }
  }

  @Test
  void token_killedWithTheAnswerInHand_isTheAnswers() throws IOException {
    String token = token("answered");

    assertThat(token).isEqualTo("kept-at-answered");
    assertThat(Files.readString(home.resolve("grants/answered.json")))
        .contains("kept-rt-answered-2");
  }

  @Test
  void token_killedWithoutAnAnswer_isNotPresentedAgain() throws IOException {
    TokenException cooling = refused("doubt");
    now = now.plus(Duration.ofMinutes(1));

    TokenException refused = refused("doubt");

    assertThat(cooling.reason()).isEqualTo(Reason.TRY_LATER);
    assertThat(refused.reason()).isEqualTo(Reason.LOG_IN);
    assertThat(Files.readString(home.resolve("grants/doubt.json"))).contains("kept-rt-doubt");
  }

  @Test
  void token_loggedOut_staysLoggedOut() {
    assertThat(refused("out").reason()).isEqualTo(Reason.LOG_IN);
  }

  private void replace(String name, String from, String to) throws IOException {
    Path file = home.resolve(name);
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private String token(String profile) {
    try (TokenManager manager =
        TokenManager.builder().stateDirectory(home).profile(profile).clock(() -> now).build()) {
      return manager.token().value();
    } finally {
      RefreshThreads.join();
    }
  }

  private TokenException refused(String profile) {
    return catchThrowableOfType(TokenException.class, () -> token(profile));
  }
}
