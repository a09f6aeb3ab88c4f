package dev.pawl.oauth;

import static dev.pawl.oauth.Spends.REFRESH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.oauth.SpendOutcome.Granted;
import dev.pawl.oauth.SpendOutcome.Salvaged;
import dev.pawl.wire.RawAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However an answer is damaged or odd: the refresh token that it holds whole is the one kept. */
class MutatedAnswerTest {
  private static final String NEXT = "fake-refresh-next";
  private static final String BODY =
      "{\"access_token\":\"fake-access-1\",\"token_type\":\"Bearer\",\"expires_in\":1200,"
          + "\"refresh_token\":\"fake-refresh-next\",\"scope\":\"a b\",\"x\":{\"y\":[1,null]}}";
  private static final Pattern HELD = Pattern.compile("\"refresh_token\":\"([^\"]*)\"");
  private static final Pattern OPENING = Pattern.compile("[:,]\\{");
  private static final byte[] VALUES = {'X', ' ', '"', '\\', '{', '}', ':', ',', '\r', '\n', 0, -1};

  @ParameterizedTest
  @ValueSource(strings = {"counted", "chunked", "until closed"})
  void read_anyByteReplacedDeletedOrDoubled_keepsTheTokenThatTheBytesHold(String framing) {
    byte[] whole = framed(framing).getBytes(StandardCharsets.ISO_8859_1);
    int kept = 0;

    for (int at = 0; at < whole.length; at++) {
      for (byte value : VALUES) {
        byte[] replaced = whole.clone();
        replaced[at] = value;
        kept += check(replaced, at);
      }
      kept += check(joined(Arrays.copyOf(whole, at), whole, at + 1), at);
      kept += check(joined(Arrays.copyOf(whole, at + 1), whole, at), at);
    }

    assertThat(kept).isGreaterThan(whole.length * (VALUES.length + 2) * 3 / 4);
  }

  /* Gives 1 if the token is kept. */
  private static int check(byte[] answer, int at) {
    String bytes = new String(answer, StandardCharsets.UTF_8);
    String kept = keptBy(read(answer));
    Matcher held = HELD.matcher(bytes);

    boolean nested = OPENING.matcher(bytes).results().count() > 1; // not at the top level any more
    if (bytes.contains("\"refresh_token\":\"" + NEXT + "\"") && !nested) {
      assertThat(kept).as("byte %s of %s", at, bytes).isEqualTo(NEXT);
    } else if (kept != null) {
      assertThat(held.find()).as("byte %s of %s", at, bytes).isTrue();
      assertThat(kept).as("byte %s of %s", at, bytes).isEqualTo(held.group(1));
    }
    return kept == null ? 0 : 1;
  }

  private static byte[] joined(byte[] start, byte[] whole, int from) {
    byte[] joined = Arrays.copyOf(start, start.length + whole.length - from);
    System.arraycopy(whole, from, joined, start.length, whole.length - from);
    return joined;
  }

  private static String framed(String framing) {
    return switch (framing) {
      case "counted" -> Spends.answer("200 OK\r\nDate: x\r\nVary: y", BODY);
      case "chunked" ->
          "HTTP/1.1 200 OK\r\ntransfer-encoding: cHuNkEd\r\n\r\n"
              + Integer.toHexString(BODY.length())
              + "\r\n"
              + BODY
              + "\r\n0\r\n\r\n";
      default -> "HTTP/1.0 200 OK\r\nPragma: no-cache\r\n\r\n" + BODY;
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Organization: \u00c3\u0085rhus",
        "Content-Security-Policy: default-src 'self';\r\n  img-src *",
        "X-Space : y",
        "not a header",
        "Report-To: {\"group\":\"x\",\"endpoints\":[{\"url\":\"y\"}]}",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip",
        "Content-Encoding: gzip",
        "Content-Encoding: br",
        "Content-Length: 1",
        "Content-Length: x",
        "Content-Length: 999999999"
      })
  void read_oddHeader_isGranted(String header) {
    String answer = "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n" + BODY;

    assertThat(read(latin(answer))).isInstanceOf(Granted.class);
    assertThat(read(latin(answer.replace("\r\n", "\n")))).isInstanceOf(Granted.class);
    assertThat(keptBy(read(latin(answer)))).isEqualTo(NEXT);
  }

  @Test
  void read_headLongerThanAnyOther_isGranted() {
    String fields = "X-Long: " + "a".repeat(90_000) + "\r\n" + "X-More: b\r\n".repeat(5_000);
    String length = "Content-Length: " + BODY.length() + "\r\n";

    for (String head : new String[] {fields + length, length + fields, fields}) {
      String answer = "HTTP/1.1 200 OK\r\n" + head + "\r\n" + BODY;

      assertThat(keptBy(read(latin(answer)))).isEqualTo(NEXT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\ufeff%s",
        "%s trailing <html>",
        "%s%s",
        ")]}',\n%s",
        "7a\r\n%s\r\n",
      })
  void read_oddAroundTheObject_isGranted(String form) {
    String body = form.replace("%s", BODY);

    SpendOutcome outcome =
        read(("HTTP/1.1 200 OK\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));

    assertThat(((Granted) outcome).access()).isEqualTo("fake-access-1");
    assertThat(((Granted) outcome).lifetime().millis()).isEqualTo(1_200_000);
    assertThat(keptBy(outcome)).isEqualTo(NEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"n\":NaN",
        "\"n\":-Infinity",
        "\"n\":007",
        "\"n\":1e999999999",
        "\"scope\":\"a\",\"scope\":\"b\"",
        "\"account\":{\"a\":1,\"a\":2}",
        "\"error\":null",
        "\"error\":\"\"",
        "\"error\":{}",
        "\"error\":{\"code\":0,\"message\":\"\"}",
        "\"errors\":[]",
        "\"ok\":true",
        "\"note\":\"line\nfeed\"",
        "\"note\":\"\u00fc\"",
        "\"d\":[[[[{\"refresh_token\":\"fake-nested\"}]]]]",
        "\"broken\":[1,}",
        "\"broken\":\"\\q\"",
        "broken"
      })
  void read_oddMembers_isGranted(String member) {
    for (String body :
        new String[] {
          BODY.replaceFirst("\\{", Matcher.quoteReplacement("{" + member + ",")),
          BODY.replace("\"scope\"", member + ",\"scope\"")
        }) {
      SpendOutcome outcome = read(latin(Spends.answer("200 OK", body)));

      assertThat(outcome).as(body).isInstanceOf(Granted.class);
      assertThat(keptBy(outcome)).isEqualTo(NEXT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "{}", "[]", "0", "false"})
  void read_tokenAndThenTheSameMemberEmpty_isGranted(String nothing) {
    String empty = "\"refresh_token\":" + nothing + ",\"access_token\":" + nothing;
    for (String body :
        new String[] {
          BODY.replace(",\"scope\"", "," + empty + ",\"scope\""),
          BODY.replaceFirst("\\{", "{" + empty + ","),
          BODY.replace(",\"scope\"", ",broken," + empty + ",\"scope\"")
        }) {
      SpendOutcome outcome = read(latin(Spends.answer("200 OK", body)));

      assertThat(((Granted) outcome).access()).as(body).isEqualTo("fake-access-1");
      assertThat(keptBy(outcome)).as(body).isEqualTo(NEXT);
    }
  }

  @Test
  void read_emptyLineBeforeTheHead_isGrantedOrSalvaged() {
    String salvage = "{\"refresh_token\":\"fake-refresh-next\"}";

    assertThat(read(latin("\r\n" + Spends.answer("200 OK", BODY)))).isInstanceOf(Granted.class);
    assertThat(keptBy(read(latin("\r\n\n" + Spends.answer("200 OK", salvage))))).isEqualTo(NEXT);
  }

  @Test
  void read_deepOrHugeMembers_isGranted() {
    for (String value :
        new String[] {
          "[".repeat(100_000) + "]".repeat(100_000),
          "{\"a\":".repeat(9_000) + "1" + "}".repeat(9_000),
          "9".repeat(200_000)
        }) {
      String body = BODY.replaceFirst("\\{", "{\"deep\":" + value + ",");

      assertThat(keptBy(read(latin(Spends.answer("200 OK", body))))).isEqualTo(NEXT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"refresh_token\":\"fake-refresh-next\"}",
        "{\"access_token\":null,\"refresh_token\":\"fake-refresh-next\"}",
        "{\"access_token\":7,\"refresh_token\":\"fake-refresh-next\"}",
        "{\"access_token\":\"a b\",\"refresh_token\":\"fake-refresh-next\"}",
        "{\"access_token\":{\"a\":1},\"refresh_token\":\"fake-refresh-next\"}",
        "{\"access_token\":\"a\",\"token_type\":\"DPoP\",\"refresh_token\":\"fake-refresh-next\"}",
        "{\"refresh_token\":\"fake-refresh-next\",\"access_token\":\"cu"
      })
  void read_unusableAccessToken_isSalvaged(String body) {
    Salvaged salvaged = (Salvaged) read(latin("HTTP/1.1 200 OK\r\n\r\n" + body));

    assertThat(salvaged.refresh()).isEqualTo(NEXT);
    assertThat(salvaged.why()).contains(body.contains("DPoP") ? "type DPoP" : "access token");
    assertThat(salvaged.toString()).doesNotContain("fake-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 x|{\"error\":\"x\",\"refresh_token\":\"fake-stale\"}",
        "400 x|{\"message\":\"bad\",\"refresh_token\":\"fake-masked-***\"}",
        "200 x|{\"error\":\"invalid_grant\",\"refresh_token\":\"fake-stale\"}",
        "200 x|{\"error\":{\"refresh_token\":\"fake-stale\"}",
        "200 x|{\"data\":{\"refresh_token\":\"fake-stale\"}}",
        "200 x|{\"error\":{\"a\":1,,\"refresh_token\":\"fake-stale\"",
        "200 x|{\"refresh_token\":\"" + REFRESH + "\"}",
        "200 x|{\"refresh_token\":\"\ufffdfake\"}",
        "200 x|{\"refresh_token\":\"fake\\r\\nspliced\"}",
        "200 x|<script>{\"refresh_token\":\"fake-page\"}</script>"
      })
  void read_tokenThatIsNoSuccessor_isNotKept(String statusAndBody) {
    String[] parts = statusAndBody.split("\\|", 2);
    byte[] answer =
        ("HTTP/1.1 " + parts[0] + "\r\n\r\n" + parts[1]).getBytes(StandardCharsets.UTF_8);

    assertThat(keptBy(read(answer))).isNull();
  }

  @Test
  void read_compressedUnasked_isGrantedAlsoIfCut() throws IOException {
    for (String coding : new String[] {"gzip", "x-gzip", "deflate", "raw deflate"}) {
      byte[] compressed = compressed(coding, BODY);
      byte[] answer = answer(coding.replace("raw ", ""), compressed);
      byte[] cut = Arrays.copyOf(answer, answer.length - 9);

      assertThat(keptBy(read(answer))).as(coding).isEqualTo(NEXT);
      assertThat(keptBy(read(cut))).as(coding).isEqualTo(NEXT);
    }
  }

  @Test
  void read_codedInAnotherWayThanAnnounced_isGranted() throws IOException {
    String form = "access_token=fake-a&refresh_token=fake-refresh-next&refresh_token=&scope=";
    for (String plain : new String[] {"\u00ef\u00bb\u00bf" + BODY, "\r\n" + BODY, form, BODY}) {
      assertThat(keptBy(read(answer("deflate", latin(plain))))).as(plain).isEqualTo(NEXT);
      assertThat(keptBy(read(answer("gzip", latin(plain))))).as(plain).isEqualTo(NEXT);
    }

    assertThat(keptBy(read(answer("gzip", compressed("deflate", BODY))))).isEqualTo(NEXT);
    assertThat(keptBy(read(answer("identity", compressed("deflate", BODY))))).isEqualTo(NEXT);
  }

  @Test
  void read_compressedAndDamaged_keepsNoOtherToken() throws IOException {
    byte[] answer = answer("gzip", compressed("gzip", BODY));

    for (int at = answer.length - 100; at < answer.length; at++) {
      byte[] damaged = answer.clone();
      damaged[at] ^= 0x55;
      assertThat(keptBy(read(damaged))).isIn(null, NEXT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Encoding: gzip",
        "Content-Encoding: gzip\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: deflate,chunked"
      })
  void read_compressedAndCutAnywhere_keepsTheTokenThatCanBeInflated(String coding)
      throws IOException {
    byte[] head = latin("HTTP/1.1 200 OK\r\n" + coding + "\r\n\r\n");
    boolean gzip = coding.contains("gzip");
    boolean chunked = coding.contains("chunked");
    byte[] compressed = compressed(gzip ? "gzip" : "deflate", BODY);
    int kept = 0;

    for (int length = 0; length <= compressed.length; length++) {
      byte[] part = Arrays.copyOf(compressed, length);
      byte[] answer = joined(head, chunked ? inChunksOf7(part) : part, 0);
      String token = keptBy(read(answer));
      if (inflated(part, gzip).contains("\"refresh_token\":\"" + NEXT + "\"")) {
        assertThat(token).as("%s of %s bytes", length, compressed.length).isEqualTo(NEXT);
        kept++;
      } else {
        assertThat(token).as("%s of %s bytes", length, compressed.length).isNull();
      }
    }

    assertThat(kept).isGreaterThan(20);
  }

  /* As a stream that ends anywhere, with no last chunk. */
  private static byte[] inChunksOf7(byte[] bytes) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; at += 7) {
      int length = Math.min(7, bytes.length - at);
      chunks.writeBytes(latin("7\r\n"));
      chunks.write(bytes, at, length);
      chunks.writeBytes(latin(length == 7 ? "\r\n" : ""));
    }
    return chunks.toByteArray();
  }

  /* What zlib itself makes of the start of a stream. */
  private static String inflated(byte[] part, boolean gzip) {
    Inflater inflater = new Inflater(gzip);
    int head = gzip ? Math.min(10, part.length) : 0; // RFC 1952, no optional fields
    inflater.setInput(part, head, part.length - head);
    byte[] text = new byte[4 * BODY.length()];
    try {
      return new String(text, 0, inflater.inflate(text), StandardCharsets.ISO_8859_1);
    } catch (DataFormatException e) {
      throw new AssertionError(e);
    } finally {
      inflater.end();
    }
  }

  private static byte[] answer(String coding, byte[] body) {
    byte[] head =
        latin(
            "HTTP/1.1 200 OK\r\nContent-Encoding: "
                + coding
                + "\r\nContent-Length: "
                + body.length
                + "\r\n\r\n");
    return joined(head, body, 0);
  }

  private static byte[] compressed(String coding, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        coding.endsWith("gzip")
            ? new GZIPOutputStream(bytes)
            : new DeflaterOutputStream(bytes, new Deflater(9, coding.startsWith("raw")))) {
      out.write(latin(text));
    }
    return bytes.toByteArray();
  }

  @Test
  void read_formEncoded_countsItsLastFieldOnlyIfWhole() {
    String form = "access_token=fake-a&expires_in=60&scope=&refresh_token=fake%2Bnext";
    String whole = Spends.answer("200 OK\r\nContent-Type: application/x-www-form-urlencoded", form);

    assertThat(keptBy(read(latin(whole)))).isEqualTo("fake+next");
    for (int length = 0; length < whole.length(); length++) {
      assertThat(keptBy(read(latin(whole.substring(0, length))))).isNull();
    }
    assertThat(keptBy(read(latin(whole.replace("&scope=", "") + "&scope=a"))))
        .isEqualTo("fake+next");
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static SpendOutcome read(byte[] answer) {
    long now = Spends.NOW.toEpochMilli();
    return TokenEndpoint.read(
        Spends.presented(URI.create("https://issuer.example/token")),
        new RawAnswer(answer, true, now, now));
  }

  private static @Nullable String keptBy(SpendOutcome outcome) {
    return outcome instanceof Granted granted
        ? granted.refresh()
        : outcome instanceof Salvaged salvaged ? salvaged.refresh() : null;
  }
}
