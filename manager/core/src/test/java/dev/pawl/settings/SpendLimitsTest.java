package dev.pawl.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many spends at a time an issuer stands. */
final class SpendLimitsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"https://a, 2", "https://a/, 2", "https://a//, 7", "https://b, 7"})
  void of_issuer_isWhatIsSaidOfItOrElseOfAnyOther(String issuer, int concurrent) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("settings.json"),
            """
            {"issuers": {"*": {"concurrentSpends": 7}, "https://a": {"concurrentSpends": 2}}}""");

    SpendLimits limits = SpendLimits.of(new Settings(file, null), issuer);

    assertThat(limits.concurrent()).isEqualTo(concurrent);
  }
}
