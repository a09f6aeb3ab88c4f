package dev.pawl.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token file of IAM Identity Center, which other tools of AWS read and write too. */
final class SsoTokenTest {
  private static final String TEXT =
      """
      {"startUrl":"https://a.example/start","region":"us-east-1","accessToken":"access-1",
       "expiresAt":"2026-01-01T01:00:00Z","clientId":"client","clientSecret":"hidden",
       "registrationExpiresAt":"2026-03-01T00:00:00Z","refreshToken":"refresh-1",
       "scopes":["sso:account:access"],"later":{"count":7,"half":0.5,"none":null}}
      """;
  private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final long END = Instant.parse("2026-01-01T09:00:00.900Z").toEpochMilli();

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void logIn() throws IOException {
    file = directory.resolve("0123abcd.json");
    Files.writeString(file, TEXT);
  }

  @Test
  void write_nextToken_leavesEachOtherFieldAsItWas() throws IOException {
    SsoToken token = read();

    save(token.next("access-2", END, "refresh-2"));

    JsonNode expected =
        new ObjectMapper()
            .readTree(
                TEXT.replace("access-1", "access-2")
                    .replace("refresh-1", "refresh-2")
                    .replace("2026-01-01T01:00:00Z", "2026-01-01T09:00:00Z"));
    assertThat(new ObjectMapper().readTree(file.toFile())).isEqualTo(expected);
  }

  @Test
  void next_withoutANewRefreshToken_keepsTheOld() throws IOException {
    SsoToken token = read();

    SsoToken next = token.next("access-2", END, null);

    assertThat(next.refreshToken()).isEqualTo("refresh-1");
    assertThat(next.isSame(token)).isFalse();
  }

  @Test
  void write_whileAnotherToolReads_givesItTheOldFileWhole() throws IOException {
    SsoToken token = read();

    try (InputStream reader = Files.newInputStream(file)) {
      save(token.next("access-2", END, "refresh-2"));

      assertThat(new String(reader.readAllBytes(), UTF_8)).isEqualTo(TEXT);
    }
    assertThat(read().accessToken()).isEqualTo("access-2");
    assertThat(directory.toFile().list()).containsExactly("0123abcd.json");
  }

  @Test
  void write_overAFileThatAllMayRead_isForThisUserAlone() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    save(read());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void prepare_afterAProcessThatDiedInTheMiddle_leavesTheTokenAlone() throws IOException {
    Files.writeString(directory.resolve("0123abcd.json.pawl"), "{\"accessToken\":\"half");

    SsoToken.prepare(file);

    assertThat(file).hasContent(TEXT);
    assertThat(directory.resolve("0123abcd.json.pawl")).isEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"accessToken\":\"acc", "[]", "null"})
  void read_fileThatIsTorn_isNone(String text) throws IOException {
    Files.writeString(file, text);

    assertThat(SsoToken.read(file)).isNull();
  }

  @Test
  void read_noFile_isNone() throws IOException {
    assertThat(SsoToken.read(directory.resolve("none.json"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "refreshToken, other, true",
    "refreshToken, '', false",
    "clientId, '', false",
    "clientSecret, '', false",
    "registrationExpiresAt, 2025-12-31T23:59:59Z, false",
    "registrationExpiresAt, 2026-03-01T00:00:00UTC, true",
    "registrationExpiresAt, soon, false"
  })
  void isRefreshable_fieldSays_needsAllFour(String field, String value, boolean expected)
      throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode fields = json.readTree(TEXT);
    ((ObjectNode) fields).put(field, value);
    json.writeValue(file.toFile(), fields);

    assertThat(read().isRefreshable(NOW)).isEqualTo(expected);
  }

  @Test
  void toString_ofAToken_hasNoSecret() throws IOException {
    assertThat(read().toString()).doesNotContain("access-1", "refresh-1", "hidden");
  }

  private SsoToken read() throws IOException {
    return Objects.requireNonNull(SsoToken.read(file));
  }

  private void save(SsoToken token) throws IOException {
    SsoToken.prepare(file);
    token.write(file);
  }
}
