package dev.pawl.benchmarks.measure;

import java.util.Locale;

/**
 * A figure with its 95 % interval.
 *
 * @param score the figure
 * @param low lower end
 * @param high upper end; {@link #UNBOUNDED} if the repetitions do not bound it
 */
public record Estimate(double score, double low, double high) {
  /** Stands for an upper end that does not exist; JSON has no infinity. */
  public static final double UNBOUNDED = 1e9;

  /** A figure that was counted or read once, without a spread. */
  public static Estimate exact(double value) {
    return new Estimate(value, value, value);
  }

  /** Whether all three are numbers. */
  public boolean isFinite() {
    return Double.isFinite(score) && Double.isFinite(low) && Double.isFinite(high);
  }

  /** The same in a unit that is {@code factor} times smaller. */
  public Estimate times(double factor) {
    return new Estimate(score * factor, low * factor, high * factor);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4g (%.4g to %.4g)", score, low, high);
  }
}
