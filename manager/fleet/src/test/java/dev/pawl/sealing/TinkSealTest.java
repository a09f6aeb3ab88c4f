package dev.pawl.sealing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.fleet.Seal;
import dev.pawl.fleet.SealException;
import dev.pawl.fleet.SealProvider;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sealed opens only with the fleet's key and for the same record. */
class TinkSealTest {
  private static final byte[] TOKEN = "a-refresh-token-of-the-test".getBytes(UTF_8);
  private static final byte[] RECORD = "work/lineage/7".getBytes(UTF_8);

  private final SealProvider provider =
      ServiceLoader.load(SealProvider.class).findFirst().orElseThrow();
  private final String key = provider.generate();

  @Test
  void open_sameRecord_givesWhatWasSealed() throws SealException {
    byte[] sealed = provider.seal(key).seal(TOKEN, RECORD);

    byte[] opened = provider.seal(key).open(sealed, RECORD);

    assertThat(opened).isEqualTo(TOKEN);
  }

  @Test
  void seal_twice_hidesTheTokenAndThatItIsTheSame() throws SealException {
    Seal seal = provider.seal(key);

    byte[] first = seal.seal(TOKEN, RECORD);
    byte[] second = seal.seal(TOKEN, RECORD);

    assertThat(first).isNotEqualTo(second);
    assertThat(new String(first, ISO_8859_1)).doesNotContain("token");
  }

  @Test
  void open_otherAssociatedData_isRefused() throws SealException {
    Seal seal = provider.seal(key);
    byte[] sealed = seal.seal(TOKEN, RECORD);

    assertThatThrownBy(() -> seal.open(sealed, "work/lineage/8".getBytes(UTF_8)))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("another record");
  }

  @Test
  void open_oneBitChanged_isRefused() throws SealException {
    Seal seal = provider.seal(key);
    byte[] sealed = seal.seal(TOKEN, RECORD);
    sealed[sealed.length - 1] ^= 1;

    assertThatThrownBy(() -> seal.open(sealed, RECORD)).isInstanceOf(SealException.class);
  }

  @Test
  void open_keyOfAnotherFleet_namesBothKeys() throws SealException {
    Seal other = provider.seal(provider.generate());
    Seal own = provider.seal(key);
    byte[] sealed = other.seal(TOKEN, RECORD);

    assertThatThrownBy(() -> own.open(sealed, RECORD))
        .isInstanceOf(SealException.class)
        .hasMessageContaining(other.keyId())
        .hasMessageContaining(own.keyId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "{\"sealed\":1}"})
  void open_whatNobodySealed_isRefused(String text) throws SealException {
    Seal seal = provider.seal(key);

    assertThatThrownBy(() -> seal.open(text.getBytes(UTF_8), RECORD))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("not sealed by a key of a fleet");
    assertThat(seal.isCurrent(text.getBytes(UTF_8))).isFalse();
  }

  @Test
  void rotate_sealedBefore_stillOpensAndIsNotCurrent() throws SealException {
    byte[] before = provider.seal(key).seal(TOKEN, RECORD);

    Seal rotated = provider.seal(rotated(rotated(key)));

    assertThat(rotated.open(before, RECORD)).isEqualTo(TOKEN);
    assertThat(rotated.isCurrent(before)).isFalse();
    assertThat(rotated.isCurrent(rotated.seal(TOKEN, RECORD))).isTrue();
    assertThat(rotated.keyId()).isNotEqualTo(provider.seal(key).keyId());
  }

  private String rotated(String before) throws SealException {
    return provider.promote(provider.add(before));
  }

  @Test
  void add_notPromoted_sealsAsBeforeAndOpensWhatOthersSealAfterwards() throws SealException {
    String added = provider.add(key);

    byte[] later = provider.seal(provider.promote(added)).seal(TOKEN, RECORD);

    assertThat(provider.seal(added).keyId()).isEqualTo(provider.seal(key).keyId());
    assertThat(provider.seal(added).open(later, RECORD)).isEqualTo(TOKEN);
  }

  @Test
  void rotation_stepsOutOfOrder_areRefused() throws SealException {
    String added = provider.add(key);

    assertThatThrownBy(() -> provider.promote(key)).isInstanceOf(SealException.class);
    assertThatThrownBy(() -> provider.add(added)).isInstanceOf(SealException.class);
  }

  @Test
  void open_sealedAfterARotationThatThisHostHasNot_saysSo() throws SealException {
    Seal before = provider.seal(key);
    byte[] sealed = provider.seal(rotated(key)).seal(TOKEN, RECORD);

    assertThatThrownBy(() -> before.open(sealed, RECORD))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("give each host the same key");
  }

  @Test
  void print_afterARotation_isTheSame() throws SealException {
    String token = new String(TOKEN, UTF_8);
    String before = provider.seal(key).print(token);

    String after = provider.seal(rotated(key)).print(token);

    assertThat(after).isEqualTo(before).matches("[A-Za-z0-9_-]{32}").doesNotContain(token);
  }

  @Test
  void print_otherTokenOrOtherFleet_isAnother() throws SealException {
    Seal seal = provider.seal(key);

    assertThat(seal.print("one")).isNotEqualTo(seal.print("other"));
    assertThat(seal.print("one")).isNotEqualTo(provider.seal(provider.generate()).print("one"));
  }

  @Test
  void seal_keyWithLinesAround_isRead() throws SealException {
    Seal seal = provider.seal("\n" + key + "\r\n");

    assertThat(seal.keyId()).isEqualTo(provider.seal(key).keyId());
  }

  @Test
  void generate_text_isOneLine() {
    assertThat(key).doesNotContain("\n").startsWith("{").endsWith("}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2-hunter2",
        "{}",
        "{\"format\":\"pawl-fleet-key-1\"}",
        "{\"format\":\"pawl-fleet-key-1\",\"sealing\":{\"key\":\"hunter2\"},\"printing\":{}}"
      })
  void seal_noKey_saysSoWithoutTheText(String text) {
    assertThatThrownBy(() -> provider.seal(text))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("no key of a fleet")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void seal_keyCutInTheMiddle_saysSoWithoutTheText() {
    Matcher secret = Pattern.compile("\"value\":\"([^\"]{12})").matcher(key);
    assertThat(secret.find()).isTrue();

    assertThatThrownBy(() -> provider.seal(key.substring(0, key.length() - 20)))
        .isInstanceOf(SealException.class)
        .hasMessageNotContaining(secret.group(1))
        .hasNoCause();
  }

  @Test
  void toString_sealAndKey_holdNoSecret() throws SealException {
    Matcher secret = Pattern.compile("\"value\":\"([^\"]{12})").matcher(key);
    assertThat(secret.find()).isTrue();

    String shown = provider.seal(key) + " " + FleetKey.of(key);

    assertThat(shown).contains(provider.seal(key).keyId()).doesNotContain(secret.group(1));
  }
}
