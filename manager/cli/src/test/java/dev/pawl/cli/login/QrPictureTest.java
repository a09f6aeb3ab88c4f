package dev.pawl.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QrPictureTest {
  private static final int SCALE = 4;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://issuer.example/device?user_code=WDJB-MJHT",
        "https://login.example.com/a/very/long/way/to/a/page/for/devices?user_code=ABCD-EFGH&x=%C3%A4"
      })
  void lines_anyAddress_areReadByACamera(String address) throws Exception {
    List<String> lines = QrPicture.lines(address);

    String read = new QRCodeReader().decode(picture(lines), hints()).getText();

    assertThat(read).isEqualTo(address);
    assertThat(lines).allSatisfy(line -> assertThat(line).endsWith("\u001b[0m"));
    assertThat(width(lines)).isLessThan(80);
  }

  @Test
  void fits_addressThatIsTooLong_isNotDrawn() {
    assertThat(QrPicture.fits("https://issuer.example/" + "x".repeat(200))).isFalse();
    assertThat(QrPicture.fits("https://issuer.example/device?user_code=WDJB-MJHT")).isTrue();
  }

  private static Map<DecodeHintType, Object> hints() {
    return Map.of(DecodeHintType.PURE_BARCODE, true);
  }

  private static int width(List<String> lines) {
    return plain(lines.get(0)).length();
  }

  private static String plain(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  /* As a terminal shows it: each character is one module wide and two high. */
  private static BinaryBitmap picture(List<String> lines) {
    int width = width(lines) * SCALE;
    int height = lines.size() * 2 * SCALE;
    int[] pixels = new int[width * height];
    Arrays.fill(pixels, 0xffffff);
    for (int y = 0; y < height; y++) {
      int row = y / SCALE;
      String line = plain(lines.get(row / 2));
      for (int x = 0; x < width; x++) {
        char block = line.charAt(x / SCALE);
        boolean dark = block == '█' || block == (row % 2 == 0 ? '▀' : '▄');
        pixels[y * width + x] = dark ? 0 : 0xffffff;
      }
    }
    LuminanceSource source = new RGBLuminanceSource(width, height, pixels);
    return new BinaryBitmap(new HybridBinarizer(source));
  }
}
