package dev.pawl.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void score_few_isTheMeanWithStudentsInterval() {
    Estimate score = Samples.of(9, 10, 11).score();

    assertThat(score.score()).isEqualTo(10);
    assertThat(score.low()).isCloseTo(10 - 4.30265273 / Math.sqrt(3), within(1e-6));
    assertThat(score.high()).isCloseTo(10 + 4.30265273 / Math.sqrt(3), within(1e-6));
  }

  @Test
  void dividedBy_proportionalPairs_isExactHoweverTheyVary() {
    Estimate ratio = Samples.of(20, 60, 40).dividedBy(Samples.of(10, 30, 20));

    assertThat(ratio.score()).isEqualTo(2);
  }

  @Test
  void dividedBy_steadyPairs_hasANarrowInterval() {
    Estimate ratio = Samples.of(2.0, 2.02, 1.98, 2.01).dividedBy(Samples.of(1.0, 1.01, 0.99, 1.0));

    assertThat(ratio.low()).isBetween(1.97, ratio.score());
    assertThat(ratio.high()).isBetween(ratio.score(), 2.05);
  }

  @Test
  void dividedBy_denominatorNearZero_isUnbounded() {
    Estimate ratio = Samples.of(1, 2, 3).dividedBy(Samples.of(0, 0, 10));

    assertThat(ratio.high()).isEqualTo(Estimate.UNBOUNDED);
  }

  @Test
  void dividedBy_fewPairs_holdsTheTruthAsOftenAsItSays() {
    Random random = new Random(1);
    int held = 0;

    for (int run = 0; run < 2_000; run++) {
      Samples numerators = new Samples();
      Samples denominators = new Samples();
      for (int pair = 0; pair < 5; pair++) {
        double machine = random.nextGaussian(); // what both of a pair have in common
        numerators.add(30 + machine + random.nextGaussian());
        denominators.add(10 + machine / 3 + random.nextGaussian() / 3);
      }
      Estimate ratio = numerators.dividedBy(denominators);
      held += ratio.low() <= 3 && 3 <= ratio.high() ? 1 : 0;
    }

    assertThat(held).isBetween(1_860, 1_940);
  }

  @Test
  void score_many_isTheMedianAndIgnoresOneOutlier() {
    Samples samples = new Samples();
    for (int i = 0; i < 49; i++) {
      samples.add(100 + i % 7);
    }
    samples.add(10_000);

    Estimate score = samples.score();

    assertThat(score.score()).isEqualTo(103);
    assertThat(score.high()).isLessThan(106);
  }

  @Test
  void quantile_ofHundred_countsFromBelow() {
    double[] all = new double[100];
    for (int i = 0; i < 100; i++) {
      all[i] = i + 1;
    }

    assertThat(Samples.quantile(all, 0.99)).isEqualTo(99);
    assertThat(Samples.quantile(all, 1)).isEqualTo(100);
  }
}
