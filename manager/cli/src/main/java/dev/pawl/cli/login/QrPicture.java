package dev.pawl.cli.login;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;

/**
 * An address as a QR code for a terminal, so that a phone opens it without typing. Two rows of the
 * code are one line of text. It is dark on light whatever the terminal's colours are: some cameras
 * read nothing else.
 */
final class QrPicture {
  private static final String DARK_ON_LIGHT = "\u001b[30;107m";
  private static final String PLAIN = "\u001b[0m";

  /* The light margin that ISO/IEC 18004 asks for. */
  private static final int MARGIN = 4;

  /* A longer one gives a code that is wider than most terminals. */
  private static final int LONGEST = 200;

  private QrPicture() {}

  /** Tells whether an address is short enough for a picture that fits. */
  static boolean fits(String address) {
    return address.length() <= LONGEST;
  }

  /** Returns the lines of the picture of an address that {@link #fits}. */
  static List<String> lines(String address) {
    ByteMatrix code = code(address);
    List<String> lines = new ArrayList<>();
    for (int y = -MARGIN; y < code.getHeight() + MARGIN; y += 2) {
      StringBuilder line = new StringBuilder(DARK_ON_LIGHT);
      for (int x = -MARGIN; x < code.getWidth() + MARGIN; x++) {
        line.append(block(isDark(code, x, y), isDark(code, x, y + 1)));
      }
      lines.add(line.append(PLAIN).toString());
    }
    return lines;
  }

  private static ByteMatrix code(String address) {
    try {
      return Encoder.encode(address, ErrorCorrectionLevel.L).getMatrix();
    } catch (WriterException e) {
      throw new IllegalArgumentException("no QR code holds so much", e);
    }
  }

  private static boolean isDark(ByteMatrix code, int x, int y) {
    return x >= 0 && y >= 0 && x < code.getWidth() && y < code.getHeight() && code.get(x, y) == 1;
  }

  private static char block(boolean upper, boolean lower) {
    if (upper) {
      return lower ? '█' : '▀';
    }
    return lower ? '▄' : ' ';
  }
}
