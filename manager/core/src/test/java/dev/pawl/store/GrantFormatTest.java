package dev.pawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.file.NewerFormatException;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.spi.ClientAuthentication;
import dev.pawl.spi.Grant;
import dev.pawl.spi.SecretReference;
import dev.pawl.spi.TokenSet;
import dev.pawl.store.GrantFormat.Parent;
import dev.pawl.store.GrantFormat.Stored;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantFormatTest {
  private static final String LEAST =
      """
      {"issuer": "https://issuer.example", "token_endpoint": "https://issuer.example/token",
       "client_id": "client-1"%s}
      """;

  @Test
  void read_unknownFields_surviveTheRoundTrip() throws IOException {
    var extras =
        Json.read(
            """
            {"nothing": null, "price": 7.50, "huge": 12345678901234567890123,
             "nested": {"deep": [1, true, "x"]}}
            """);
    Grant grant = new Grant(7, Grant.Origin.FORCED, Sample.CLIENT, Sample.tokens(7), extras);

    Stored read = GrantFormat.read(GrantFormat.write(grant, Parent.of(Sample.grant(6))));

    assertThat(read.grant()).isEqualTo(grant);
    assertThat(read.grant().extras()).containsEntry("price", new BigDecimal("7.50"));
    assertThat(read.sealed()).isTrue();
    assertThat(read.parent()).isEqualTo(new Parent(6, Sample.fingerprint(6)));
  }

  @Property
  void read_anyTokens_surviveTheRoundTrip(
      @ForAll @StringLength(max = 60) String access,
      @ForAll @StringLength(max = 60) String refresh,
      @ForAll @LongRange(min = 0) long expiresAt)
      throws IOException {
    TokenSet tokens = new TokenSet(access, 5, expiresAt, refresh);
    Grant grant = new Grant(1, Grant.Origin.LOGIN, Sample.CLIENT, tokens, Map.of());

    byte[] bytes = GrantFormat.write(grant, Parent.NONE);

    assertThat(GrantFormat.isComplete(bytes)).isTrue();
    assertThat(GrantFormat.read(bytes).grant()).isEqualTo(grant);
  }

  @Test
  void isComplete_anyPrefixAndAnyChangedByte_isNot() {
    byte[] bytes = GrantFormat.write(Sample.grant(3), Parent.NONE);

    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;

      assertThat(GrantFormat.isComplete(Arrays.copyOf(bytes, i))).as("prefix " + i).isFalse();
      assertThat(GrantFormat.isComplete(changed)).as("changed " + i).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"12.9,12", "'\"1700000000000\"',1700000000000", "1.5e3,1500", "null,0"})
  void read_numberInAnotherForm_isUnderstood(String written, long expected) throws IOException {
    Grant grant = read(", \"expires_at\": " + written).grant();

    assertThat(grant.tokens().expiresAt()).isEqualTo(expected);
  }

  @Test
  void read_leastFields_isAForeignGrantOfGenerationZero() throws IOException {
    Stored stored = read("");

    assertThat(stored.grant().origin()).isEqualTo(Grant.Origin.FOREIGN);
    assertThat(stored.grant().generation()).isZero();
    assertThat(stored.grant().tokens()).isEqualTo(new TokenSet(null, 0, 0, null));
    assertThat(stored.sealed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "access_token, 17",
    "refresh_token, '[\"fake-secret\"]'",
    "expires_at, '\"fake-secret\"'",
    "expires_at, 1e99",
    "generation, '{\"a\": \"fake-secret\"}'",
    "origin, '\"fake-secret\"'",
    "replay, '\"fake-secret\"'",
    "scope, '[\"fake-secret\"]'",
    "revocation_endpoint, '\"fake-secret with a space\"'",
    "parent_fingerprint, 3",
    "seal, true"
  })
  void read_wrongType_namesTheFieldAndNotItsContent(String field, String value) {
    assertThatThrownBy(() -> read(", \"" + field + "\": " + value))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(field)
        .hasMessageNotContaining("fake-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"issuer", "token_endpoint", "client_id"})
  void read_missingField_isNamed(String field) {
    byte[] bytes =
        String.format(LEAST, "").replace("\"" + field, "\"x").getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> GrantFormat.read(bytes))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(field);
  }

  @Test
  void read_newerVersion_isRefusedWithTheRemedy() {
    assertThatThrownBy(() -> read(", \"version\": 4"))
        .isInstanceOf(NewerFormatException.class)
        .hasMessageContaining("upgrade");
  }

  @Test
  void write_clientHasASecret_keepsWhereItIs() throws IOException {
    ClientAuthentication told =
        new ClientAuthentication(
            ClientAuthentication.Method.CLIENT_SECRET_POST, SecretReference.parse("file:/secret"));
    Grant login = Grant.login(Sample.CLIENT.with(told), Sample.tokens(1));

    Stored read = GrantFormat.read(GrantFormat.write(login, Parent.NONE));

    assertThat(read.grant()).isEqualTo(login);
    assertThat(read.grant().client().authentication()).isEqualTo(told);
  }

  @Test
  void read_authenticationOfANewerPawl_isRefusedWithTheRemedy() {
    assertThatThrownBy(() -> read(", \"client_authentication\": \"unheard_of\""))
        .isInstanceOf(NewerFormatException.class)
        .hasMessageContaining("upgrade");
  }

  private static Stored read(String more) throws IOException {
    return GrantFormat.read(String.format(LEAST, more).getBytes(StandardCharsets.UTF_8));
  }
}
