package dev.pawl.benchmarks.report;

import dev.pawl.benchmarks.measure.Estimate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures as a reader sees them: three digits that mean something. */
final class Numbers {
  private static final MathContext DIGITS = new MathContext(3);

  private Numbers() {}

  /** 1, 2 and 5 times the powers of ten between two values. */
  static List<Double> ticks(double least, double most) {
    List<Double> ticks = new ArrayList<>();
    for (int power = -6; power < 9; power++) {
      for (int digit : new int[] {1, 2, 5}) {
        double tick = Double.parseDouble(digit + "e" + power);
        if (tick >= least && tick <= most) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  static String text(double value) {
    if (value >= Estimate.UNBOUNDED) {
      return "unbounded";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    return rounded.scale() <= 0
        ? String.format(Locale.ROOT, "%,d", rounded.longValue())
        : rounded.toPlainString();
  }

  /** The figure, and its interval if it has one. */
  static String text(Estimate estimate) {
    String score = text(estimate.score());
    return estimate.low() == estimate.high()
        ? score
        : score + " (" + text(estimate.low()) + " to " + text(estimate.high()) + ")";
  }
}
