package dev.pawl.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

/** What servers want to see again. */
class ServerNoncesTest {
  private final ServerNonces nonces = new ServerNonces();

  @Test
  void of_originThatSentOne_isTheLastWhateverThePath() {
    boolean first = nonces.note(URI.create("https://a.example/token"), "one");
    boolean second = nonces.note(URI.create("https://A.example/other?q"), "two");

    assertThat(first && second).isTrue();
    assertThat(nonces.of(URI.create("https://a.example/x"))).isEqualTo("two");
    assertThat(nonces.of(URI.create("https://a.example:8443/x"))).isNull();
    assertThat(nonces.of(URI.create("http://a.example/x"))).isNull();
  }

  @Test
  void note_noneOrTooLong_keepsTheOneBefore() {
    URI target = URI.create("https://a.example/token");
    boolean unused = nonces.note(target, "one");

    assertThat(nonces.note(target, null)).isFalse();
    assertThat(nonces.note(target, "")).isFalse();
    assertThat(nonces.note(target, "x".repeat(5_000))).isFalse();
    assertThat(nonces.of(target)).isEqualTo("one");
  }
}
