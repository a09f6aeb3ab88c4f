package dev.pawl.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.credentials.Workplace;
import dev.pawl.directory.StateDirectory;
import dev.pawl.doctor.Finding.Level;
import dev.pawl.spi.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor finds of a helper, and of the place where its key is shared. */
final class HelperCheckupTest {
  @TempDir Path directory;
  private Path memory = Path.of("/dev/shm");
  private Workplace place = new Workplace(Path.of("."));

  @BeforeEach
  void prepare() throws IOException {
    memory =
        Files.createTempDirectory(
            memory,
            "pawl-test",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    place = new Workplace(directory);
  }

  @AfterEach
  void clean() throws IOException {
    try (Stream<Path> files = Files.walk(memory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Test
  void of_noHelper_findsNothing() throws IOException {
    place.logIn(Account.UNKNOWN);

    assertThat(findings()).isEmpty();
  }

  @Test
  void of_cacheInMemory_isSharedForItsTime() throws IOException {
    place.set("XDG_RUNTIME_DIR", memory.toString()).logIn(Account.UNKNOWN);
    place.set("CLAUDE_CODE_API_KEY_HELPER_TTL_MS", "60000").user(helper());

    assertThat(findings())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.level()).isEqualTo(Level.OK);
              assertThat(found.detail())
                  .contains("apiKeyHelper", "settings.json", "once in 60 s for all processes");
              assertThat(found.remedy()).isNull();
            });
    assertThat(directory.resolve("ran")).doesNotExist();
  }

  @Test
  void of_noCacheInMemory_saysThatNothingIsSharedAndWhatToDo() throws IOException {
    place.user(helper().replace("{", "{\"cache\": {\"engine\": \"none\"}, "));
    place.logIn(Account.UNKNOWN);

    assertThat(findings())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.level()).isEqualTo(Level.WARN);
              assertThat(found.detail()).contains("each process runs it for itself");
              assertThat(found.remedy())
                  .contains("XDG_RUNTIME_DIR", directory.resolve("state/format.json").toString());
            });
  }

  @Test
  void of_checkup_tellsItToo() throws IOException {
    place.logIn(Account.UNKNOWN).user(helper());

    assertThat(Doctor.of(place.variables)).contains(findings().get(0));
  }

  private String helper() {
    return "{\"apiKeyHelper\": \"touch " + directory.resolve("ran") + "\"}";
  }

  private List<Finding> findings() throws IOException {
    return HelperCheckup.of(StateDirectory.of(place.variables), place.settings(), place.variables);
  }
}
