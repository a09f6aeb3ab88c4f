package dev.pawl.simulator.scenario.json;

import dev.pawl.simulator.core.fault.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The members of an object by name. What is wrong with one of them is a problem with its place, and
 * the member is then as if it were not there.
 */
public final class Members {
  private final Problems problems;
  private final Value object;
  private final Map<String, Value> values = new LinkedHashMap<>();

  /** Takes the members of a value, which must be an object with none but these names. */
  public Members(Problems problems, Value object, List<String> allowed) {
    this.problems = problems;
    this.object = object;
    if (object.kind() != Value.Kind.OBJECT) {
      problems.add(object.place(), expected("an object", object));
    }
    for (Value.Member member : object.members()) {
      String name = "'" + member.name() + "'";
      if (!allowed.contains(member.name())) {
        problems.add(member.place(), name + " is unknown; allowed are " + listed(allowed));
      } else if (values.putIfAbsent(member.name(), member.value()) != null) {
        problems.add(member.place(), name + " is there twice");
      }
    }
  }

  private static String listed(List<String> words) {
    return String.join(", ", words);
  }

  private static String expected(String what, Value instead) {
    return "expected " + what + ", not " + instead.kind();
  }

  /** Returns what is wrong so far. */
  public Problems problems() {
    return problems;
  }

  /** Tells whether a member is there. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Has a member be there. */
  public void require(String name) {
    if (!has(name)) {
      problems.add(object.place(), "'" + name + "' is missing");
    }
  }

  /** Returns those of these names that are there. */
  public List<String> present(List<String> names) {
    return names.stream().filter(values::containsKey).toList();
  }

  /** Returns a member as it stands. */
  public Optional<Value> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private Optional<Value> value(String name, Value.Kind kind) {
    Optional<Value> value = value(name);
    value
        .filter(one -> one.kind() != kind)
        .ifPresent(one -> problems.add(one.place(), expected(kind.toString(), one)));
    return value.filter(one -> one.kind() == kind);
  }

  /** Returns a text. */
  public Optional<String> text(String name) {
    return value(name, Value.Kind.STRING).map(Value::text);
  }

  /** Returns what a text means; what the function refuses is a problem. */
  public <T> Optional<T> parsed(String name, Function<String, T> meaning) {
    return value(name, Value.Kind.STRING)
        .flatMap(
            value -> {
              try {
                return Optional.of(meaning.apply(value.text()));
              } catch (IllegalArgumentException e) {
                problems.add(value.place(), String.valueOf(e.getMessage()));
                return Optional.empty();
              }
            });
  }

  /** Returns a duration such as {@code 10s}. */
  public Optional<Duration> duration(String name) {
    return parsed(name, DurationText::parse);
  }

  /** Returns a word that must be one of these. */
  public Optional<String> word(String name, List<String> allowed) {
    return parsed(name, word -> allowed(word, allowed));
  }

  private static String allowed(String word, List<String> allowed) {
    if (!allowed.contains(word)) {
      throw new IllegalArgumentException("'" + word + "'; allowed are " + listed(allowed));
    }
    return word;
  }

  /** Returns a constant that must be one of this type. */
  public <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
    return word(name, names(type)).map(word -> Enum.valueOf(type, word));
  }

  /** Returns the words for the constants of a type. */
  public static <E extends Enum<E>> List<String> names(Class<E> type) {
    return Stream.of(type.getEnumConstants()).map(Enum::name).toList();
  }

  /** Returns true or false. */
  public Optional<Boolean> flag(String name) {
    return value(name, Value.Kind.BOOLEAN).map(value -> value.text().equals("true"));
  }

  /** Returns a whole number. */
  public Optional<Long> number(String name) {
    Optional<Value> value = value(name, Value.Kind.NUMBER);
    value
        .filter(one -> !one.text().matches("-?[0-9]{1,18}"))
        .ifPresent(
            one -> problems.add(one.place(), "expected a whole number of at most 18 digits"));
    return value.map(Value::text).filter(text -> text.matches("-?[0-9]{1,18}")).map(Long::valueOf);
  }

  /** Returns the members of an object with none but these names. */
  public Optional<Members> object(String name, List<String> allowed) {
    return value(name).map(value -> new Members(problems, value, allowed));
  }

  /** Returns the members of an object whose names are free. */
  public Map<String, Value> open(String name) {
    Optional<Value> object = value(name, Value.Kind.OBJECT);
    List<String> names =
        object
            .map(value -> value.members().stream().map(Value.Member::name).toList())
            .orElse(List.of());
    return object.map(value -> new Members(problems, value, names).values).orElse(Map.of());
  }

  /** Returns the items of an array; none if it is not there. */
  public List<Value> list(String name) {
    return value(name, Value.Kind.ARRAY).map(Value::items).orElse(List.of());
  }

  /** Returns the words of an array, each of which must be one of these. */
  public List<String> words(String name, List<String> allowed) {
    return list(name).stream()
        .filter(
            item -> {
              boolean known = item.kind() == Value.Kind.STRING && allowed.contains(item.text());
              if (!known) {
                problems.add(item.place(), "'" + item.text() + "'; allowed are " + listed(allowed));
              }
              return known;
            })
        .map(Value::text)
        .toList();
  }

  /** Hands a member on; what the receiver refuses is a problem of that member. */
  public <T> void give(String name, Optional<T> content, Consumer<T> receiver) {
    content.ifPresent(
        one ->
            value(name).ifPresent(value -> problems.checking(value, () -> receiver.accept(one))));
  }

  @Override
  public String toString() {
    return "Members" + Arrays.toString(values.keySet().toArray());
  }
}
