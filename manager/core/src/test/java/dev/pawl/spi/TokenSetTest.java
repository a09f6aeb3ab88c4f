package dev.pawl.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TokenSetTest {
  private static final TokenSet LOGIN = new TokenSet("fake-access", 0, 1, "fake-refresh");

  @Test
  void with_moreThan64_leavesOutTheOneThatEndsFirst() {
    TokenSet all = LOGIN;
    for (int n = 0; n < 64; n++) {
      all = all.with("audience=" + n, token(10, n == 7 ? 5 : 100 + n));
    }

    TokenSet more = all.with("audience=more", token(10, 50));

    assertThat(more.requested())
        .hasSize(64)
        .containsKey("audience=more")
        .doesNotContainKey("audience=7");
  }

  @Test
  void with_moreThan64KiB_leavesOutThoseThatEndFirst() {
    TokenSet all =
        LOGIN.with("a", token(30_000, 3)).with("b", token(30_000, 2)).with("c", token(5_000, 1));

    TokenSet more = all.with("d", token(35_000, 4));

    assertThat(more.requested()).containsOnlyKeys("a", "d");
  }

  @Test
  void with_oneThatIsTooLongForAll_leavesThatOneOut() {
    TokenSet all = LOGIN.with("a", token(30_000, 3));

    TokenSet more = all.with("b", token(64 << 10, 4));

    assertThat(more).isEqualTo(all);
  }

  private static RequestedToken token(int length, long expiresAt) {
    return new RequestedToken("t".repeat(length), 0, expiresAt, 1, false);
  }
}
