package dev.pawl.simulator.core.fault;

import dev.pawl.simulator.core.operation.Operation;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of faults.
 *
 * <pre>
 * fault    = trigger ": " point " " action
 * trigger  = what [ "#" n | "#" n "-" [ n ] ] { " of " family | " by " caller | " next " n
 *            | " after " time | " until " time | " chance " p }
 * what     = "any" | service ".*" | service "." operation | operation   such as oauth.refresh, refresh
 * caller   = label of a process | id of a client | "pid:" n
 * time     = "+" duration | instant          virtual; + counts from the adding of the fault
 * duration = n ( "ms" | "s" | "m" | "h" ) | ISO 8601 ("PT10S")
 * point    = "BEFORE_COMMIT" | "AFTER_COMMIT" | "MID_BODY(" n ")" | "AFTER_RESPONSE"
 * action   = "delay" duration | "hang" | "empty" | "reset" | "truncated" | "malformed" | "drip" n
 *            | reply { " header=" text }
 * reply    = status [ " retry-after=" ( n | "date+" n ) ] | status " html" | "200 {}"
 *            | status " body=" text [ " type=" text ] | status " location=" uri
 *            | [ status " " ] "error=" code [ " dialect=" name ] [ " error_description=" text ]
 *            | "expires_in=" ( form | n ) | "no-refresh-token" | "no-access-token"
 * form     = "missing" | "string" | "negative" | "huge" | "fractional"
 * text     = a word | in single quotes | in double quotes, with \" for a quote and \\ for a backslash
 * </pre>
 */
public final class FaultText {
  private static final Pattern WHAT =
      Pattern.compile("([a-z][a-z0-9_.*-]*)(?:#([0-9]+)(-([0-9]*))?)?");
  private static final Pattern POINT = Pattern.compile("([A-Z_]+)(?:\\(([0-9]{1,8})\\))?");

  private final String text;
  private final Instant now;
  private final Collection<Operation> operations;

  private FaultText(String text, Instant now, Collection<Operation> operations) {
    this.text = text;
    this.now = now;
    this.operations = operations;
  }

  /**
   * Reads a fault.
   *
   * @param text the fault's text
   * @param now the virtual time from which relative times count
   * @param operations the operations that it may name
   * @throws IllegalArgumentException if the text is not of the grammar; the message says where
   */
  public static Fault parse(String text, Instant now, Collection<Operation> operations) {
    return new FaultText(text, now, operations).fault();
  }

  /**
   * Reads a fault of an authorization server or its API.
   *
   * @param text the fault's text
   * @param now the virtual time from which relative times count
   * @throws IllegalArgumentException if the text is not of the grammar; the message says where
   */
  public static Fault parse(String text, Instant now) {
    return parse(text, now, Operation.BUILT_IN);
  }

  /**
   * Reads a trigger alone.
   *
   * @param text such as {@code refresh#3 of F1}
   * @param now the virtual time from which relative times count
   * @param operations the operations that it may name
   * @throws IllegalArgumentException if the text is not of the grammar; the message says where
   */
  public static Trigger trigger(String text, Instant now, Collection<Operation> operations) {
    FaultText reader = new FaultText(text, now, operations);
    try {
      return reader.trigger(words(text));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw reader.wrong(String.valueOf(e.getMessage()));
    }
  }

  private Fault fault() {
    int colon = text.indexOf(": ");
    if (colon < 0) {
      throw wrong("there is no ': ' between trigger and effect");
    }
    try {
      Deque<String> effect = QuotedText.words(text.substring(colon + 2));
      Matcher point = match(POINT, next(effect, "a commit point"));
      return new Fault(
          trigger(words(text.substring(0, colon))),
          choice(CommitPoint.values(), point.group(1)),
          point.group(2) == null ? 0 : Integer.parseInt(point.group(2)),
          ActionText.read(effect));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Trigger trigger(Deque<String> words) {
    Matcher head = match(WHAT, next(words, "an operation"));
    Trigger trigger = Trigger.every(scope(head.group(1)));
    if (head.group(2) != null) {
      long first = number("an ordinal", head.group(2));
      String last = head.group(4);
      trigger =
          head.group(3) == null
              ? trigger.nth(first)
              : trigger.between(
                  first,
                  last == null || last.isEmpty() ? Long.MAX_VALUE : number("an ordinal", last));
    }
    while (!words.isEmpty()) {
      trigger = narrowed(trigger, words.remove(), words);
    }
    return trigger;
  }

  private Trigger narrowed(Trigger trigger, String word, Deque<String> words) {
    String value = next(words, "a value after '" + word + "'");
    return switch (word) {
      case "of" -> trigger.of(value);
      case "by" -> trigger.by(value);
      case "next" -> trigger.next(number("next", value));
      case "after" -> trigger.after(time(word, value));
      case "until" -> trigger.until(time(word, value));
      case "chance" -> trigger.chance(chance(value));
      default -> throw wrong("unknown word '" + word + "'");
    };
  }

  private long number(String what, String word) {
    if (!word.matches("[0-9]{1,18}")) {
      throw wrong(what + " is a number of at most 18 digits, not '" + word + "'");
    }
    return Long.parseLong(word);
  }

  private double chance(String word) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw wrong("chance is a number such as 0.25, not '" + word + "'");
    }
  }

  private Scope scope(String word) {
    if (word.equals("any")) {
      return Scope.ANY;
    }
    List<Scope> meant =
        operations.stream()
            .map(operation -> scope(word, operation))
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    if (meant.size() != 1) {
      throw wrong(
          (meant.isEmpty() ? "unknown operation '" : "more than one service has '")
              + word
              + "'; there are any and "
              + operations.stream().map(Operation::toString).sorted().toList());
    }
    return meant.get(0);
  }

  private static Optional<Scope> scope(String word, Operation operation) {
    if (word.equals(operation.service() + ".*")) {
      return Optional.of(Scope.of(operation.service()));
    }
    return word.equals(operation.name()) || word.equals(operation.toString())
        ? Optional.of(Scope.of(operation))
        : Optional.empty();
  }

  private <E extends Enum<E>> E choice(E[] values, String name) {
    return Arrays.stream(values)
        .filter(value -> value.name().equals(name))
        .findFirst()
        .orElseThrow(() -> wrong("'" + name + "' is not one of " + Arrays.toString(values)));
  }

  private Instant time(String what, String word) {
    try {
      return word.startsWith("+")
          ? now.plus(DurationText.parse(word.substring(1)))
          : Instant.parse(word);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw wrong("'" + what + "' is a time such as +10s, not '" + word + "'");
    }
  }

  private static Deque<String> words(String text) {
    return new ArrayDeque<>(Arrays.asList(text.strip().split("\\s+")));
  }

  private String next(Deque<String> words, String expected) {
    String word = words.poll();
    if (word == null || word.isEmpty()) {
      throw wrong(expected + " is missing");
    }
    return word;
  }

  private Matcher match(Pattern pattern, String word) {
    Matcher matcher = pattern.matcher(word);
    if (!matcher.matches()) {
      throw wrong("'" + word + "' is not understood");
    }
    return matcher;
  }

  private IllegalArgumentException wrong(String why) {
    return why.startsWith("fault '")
        ? new IllegalArgumentException(why)
        : new IllegalArgumentException("fault '" + text + "': " + why);
  }
}
