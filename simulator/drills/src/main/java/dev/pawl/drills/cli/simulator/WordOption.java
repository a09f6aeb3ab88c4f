package dev.pawl.drills.cli.simulator;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An option whose value is one of some words. */
abstract class WordOption<T> implements ITypeConverter<T>, Iterable<String> {
  private final List<T> values;
  private final Function<T, String> word;

  WordOption(T[] values, Function<T, String> word) {
    this.values = List.of(values);
    this.word = word;
  }

  @Override
  public final T convert(String value) {
    return values.stream()
        .filter(each -> word.apply(each).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + value + "' is none of " + String.join(", ", this)));
  }

  @Override
  public final Iterator<String> iterator() {
    return values.stream().map(word).iterator();
  }
}
