package dev.pawl.benchmarks.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The repetitions of one figure, in the order in which they ran. Those of two figures that ran in
 * turns are pairs: the third of one and the third of the other saw the same machine.
 *
 * <p>Below 20 repetitions a score is the mean with Student's interval and a ratio that of the means
 * with Fieller's, which knows that pairs vary together; from 20 on it is the median, with a
 * bootstrap over the pairs (2,000 draws, fixed seed). What is measured is never negative, so no
 * interval is. Not thread-safe.
 */
public final class Samples {
  /** From how many repetitions on medians are used. */
  static final int MANY = 20;

  private static final int DRAWS = 2_000;
  private static final Quantile LEAST_VALUE = Quantile.withDefaults().with(EstimationMethod.HF1);

  private final List<Double> values = new ArrayList<>();

  /** The samples {@code values}. */
  public static Samples of(double... values) {
    Samples samples = new Samples();
    Arrays.stream(values).forEach(samples::add);
    return samples;
  }

  /** Adds the next repetition. */
  public void add(double value) {
    values.add(value);
  }

  /** How many there are. */
  public int size() {
    return values.size();
  }

  /** The repetitions. */
  public double[] values() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The score with its interval. */
  public Estimate score() {
    double[] all = values();
    if (all.length >= MANY) {
      return bootstrap(all.length, picks -> median(pick(all, picks)));
    }
    double mean = mean(all);
    double half = all.length < 2 ? 0 : student(all.length) * Math.sqrt(covariance(all, all));
    return new Estimate(mean, Math.max(0, mean - half), mean + half);
  }

  /** This figure divided by another that ran in turns with it. */
  public Estimate dividedBy(Samples other) {
    int pairs = Math.min(size(), other.size());
    double[] numerators = Arrays.copyOf(values(), pairs);
    double[] denominators = Arrays.copyOf(other.values(), pairs);
    if (pairs >= MANY) {
      return bootstrap(
          pairs, picks -> median(pick(numerators, picks)) / median(pick(denominators, picks)));
    }
    return fieller(numerators, denominators);
  }

  private static Estimate fieller(double[] numerators, double[] denominators) {
    double ratio = mean(numerators) / mean(denominators);
    if (numerators.length < 2) {
      return Estimate.exact(ratio);
    }
    double t = student(numerators.length);
    double below = mean(denominators);
    double vx = covariance(numerators, numerators);
    double vy = covariance(denominators, denominators);
    double xy = covariance(numerators, denominators);
    double g = t * t * vy / (below * below);
    if (g >= 1) {
      return new Estimate(ratio, 0, Estimate.UNBOUNDED);
    }
    double under =
        vx - 2 * ratio * xy + ratio * ratio * vy - (vy == 0 ? 0 : g * (vx - xy * xy / vy));
    double half = t / below * Math.sqrt(Math.max(0, under));
    double centre = ratio - (vy == 0 ? 0 : g * xy / vy);
    return new Estimate(ratio, Math.max(0, (centre - half) / (1 - g)), (centre + half) / (1 - g));
  }

  private static Estimate bootstrap(int size, ToDoubleFunction<int[]> figure) {
    Random random = new Random(1);
    int[] picks = new int[size];
    Arrays.setAll(picks, i -> i);
    double score = figure.applyAsDouble(picks);
    double[] draws = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      Arrays.setAll(picks, i -> random.nextInt(size));
      draws[draw] = figure.applyAsDouble(picks);
    }
    Arrays.sort(draws);
    return new Estimate(score, draws[DRAWS / 40], draws[DRAWS - 1 - DRAWS / 40]);
  }

  private static double[] pick(double[] all, int[] picks) {
    return Arrays.stream(picks).mapToDouble(i -> all[i]).toArray();
  }

  /** The middle of {@code all}. */
  public static double median(double[] all) {
    return Median.withDefaults().evaluate(all);
  }

  /** The least value that {@code share} of all do not exceed, such as 0.99. */
  public static double quantile(double[] all, double share) {
    return LEAST_VALUE.evaluate(all, share);
  }

  private static double mean(double[] all) {
    return Mean.of(all).getAsDouble();
  }

  /** The covariance of the two means. */
  private static double covariance(double[] a, double[] b) {
    double meanA = mean(a);
    double meanB = mean(b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum / (a.length - 1) / a.length;
  }

  /** Student's quantile for a 95 % interval of the mean of {@code size} values. */
  private static double student(int size) {
    return TDistribution.of(size - 1).inverseSurvivalProbability(0.025);
  }
}
