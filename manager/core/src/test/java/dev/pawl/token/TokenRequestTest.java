package dev.pawl.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenRequestTest {
  @Test
  void key_ofTheSameInAnotherOrder_isTheSame() {
    TokenRequest one =
        new TokenRequest("api", " write  read", List.of("https://b.example", "https://a.example"));
    TokenRequest same =
        TokenRequest.audience("api")
            .withScope("read write")
            .withResource("https://a.example")
            .withResource("https://b.example")
            .withResource("https://a.example");

    assertThat(one).isEqualTo(same);
    assertThat(one.key())
        .isEqualTo(
            "audience=api&resource=https%3A%2F%2Fa.example+https%3A%2F%2Fb.example&scope=read+write");
  }

  @Test
  void ofKey_whatAKeySays_isTheRequest() {
    TokenRequest request =
        new TokenRequest("a&b = c", "x y", List.of("https://a.example/%20?q=1&r=2"));

    assertThat(TokenRequest.ofKey(request.key())).isEqualTo(request);
    assertThat(TokenRequest.ofKey(TokenRequest.scope("x").key()))
        .isEqualTo(TokenRequest.scope("x"));
  }

  @Test
  void isDefault_ofNothingButSpaces_isSo() {
    assertThat(new TokenRequest("", "  ", List.of()).isDefault()).isTrue();
    assertThat(TokenRequest.scope("x").isDefault()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "api", "/path", "https://a.example#part", "https://a.example b"})
  void resource_isNoAbsoluteAddress_isRefused(String resource) {
    assertThatThrownBy(() -> TokenRequest.DEFAULT.withResource(resource))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("absolute address");
  }

  @Test
  void parts_tooLong_areRefused() {
    String most = "x".repeat(4096);
    TokenRequest longest = new TokenRequest(most, most, List.of());

    assertThat(TokenRequest.ofKey(longest.key())).isEqualTo(longest);
    assertThatThrownBy(() -> TokenRequest.audience(most + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("audience");
    assertThatThrownBy(() -> TokenRequest.scope(most + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scope");
    assertThatThrownBy(() -> TokenRequest.DEFAULT.withResource("https://" + most))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("resource");
  }
}
