package dev.pawl.drills.cli.simulator;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands values of options on to what they set; a refusal names the option. */
final class OptionValue {
  private OptionValue() {}

  /**
   * Sets something to the value of an option.
   *
   * @param value null if the option was not given: then nothing is set
   * @throws IllegalArgumentException if the value is refused; the message names the option
   */
  static <T> void set(String option, @Nullable T value, Function<T, ?> setting) {
    if (value != null) {
      Object unused = read(option, value, setting);
    }
  }

  /**
   * Returns what the value of an option stands for.
   *
   * @throws IllegalArgumentException if it stands for nothing; the message names the option
   */
  static <T, R> R read(String option, T value, Function<T, R> reading) {
    try {
      return reading.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }
}
