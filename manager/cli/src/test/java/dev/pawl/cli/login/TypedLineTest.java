package dev.pawl.cli.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.cli.text.UsageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a terminal sends when somebody types or pastes. */
class TypedLineTest {
  private static String read(String typed) throws IOException {
    return TypedLine.read(new ByteArrayInputStream(typed.getBytes(ISO_8859_1)));
  }

  @Test
  void read_longLine_isWhole() throws IOException {
    String token = "r" + "abcdefgh".repeat(1_000) + "END";

    assertThat(read(token + "\n")).isEqualTo(token);
    assertThat(read(token + "\r")).isEqualTo(token);
    assertThat(read(token)).isEqualTo(token);
  }

  @Test
  void read_correctedLine_isTheCorrectedOne() throws IOException {
    assertThat(read("wrong\u0015tokem\u007fn\n")).isEqualTo("token");
    assertThat(read("\u0004")).isEmpty();
  }

  @Test
  void read_marksOfAPaste_areLeftOut() throws IOException {
    assertThat(read("\u001b[200~token\u001b[201~\n")).isEqualTo("token");
    assertThat(read("\u001b[200~token\n\u001b[201~\n").strip()).isEqualTo("token");
    assertThat(read("to\u001b[D\u001bOAken\n")).isEqualTo("token");
  }

  @Test
  void read_severalLines_areRefused() {
    assertThatThrownBy(() -> read("token\nrm -rf x\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("more than one line")
        .hasMessageNotContaining("rm");
  }

  @Test
  void read_tooLongLine_isRefused() {
    assertThatThrownBy(() -> read("x".repeat(70_000) + "\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("longer");
  }
}
