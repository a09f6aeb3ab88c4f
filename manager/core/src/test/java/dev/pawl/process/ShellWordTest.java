package dev.pawl.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words",
        "it's",
        "$(touch x)",
        "`id`",
        "a;b",
        "a&b=c?d#e",
        "~",
        "*",
        "!!",
        "",
        "a\\b\"c",
        "a\nb",
        "https://id.example.com/tenant?x=1&y=2"
      })
  void of_anything_isOneWordForAShell(String text) throws Exception {
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", "printf '%s|' " + ShellWord.of(text))
            .redirectErrorStream(true)
            .start();

    String printed = new String(shell.getInputStream().readAllBytes(), UTF_8);

    assertThat(printed).isEqualTo(text + "|");
    assertThat(shell.waitFor()).isZero();
  }

  @Test
  void of_plainWord_isNotQuoted() {
    assertThat(ShellWord.of("https://id.example.com/a")).isEqualTo("https://id.example.com/a");
  }
}
