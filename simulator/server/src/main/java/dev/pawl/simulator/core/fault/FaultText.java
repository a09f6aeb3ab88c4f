package dev.pawl.simulator.core.fault;

import dev.pawl.simulator.core.exchange.Delivery.Ending;
import dev.pawl.simulator.core.ledger.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of faults.
 *
 * <pre>
 * fault    = trigger ": " point " " action
 * trigger  = kind [ "#" n | "#" n "-" [ n ] ] { " of " family | " next " n
 *            | " after " time | " until " time | " chance " p }
 * kind     = "any" | "metadata" | "code" | "login" | "spend" | "revoke" | "api"
 * time     = "+" duration | instant          virtual; + counts from the adding of the fault
 * duration = n ( "ms" | "s" | "m" | "h" ) | ISO 8601 ("PT10S")
 * point    = "BEFORE_COMMIT" | "AFTER_COMMIT" | "MID_BODY(" n ")" | "AFTER_RESPONSE"
 * action   = "delay" duration | "hang" | "empty" | "reset" | "truncated" | "malformed" | "drip" n
 *            | status [ "retry-after=" ( n | "date+" n ) ] | status "html" | "200 {}"
 *            | "expires_in=" form | "no-refresh-token" | "no-access-token" | [ status ] "error=" code
 * form     = "missing" | "string" | "negative" | "huge" | "fractional"
 * </pre>
 */
public final class FaultText {
  private static final Pattern KIND = Pattern.compile("([a-z]+)(?:#([0-9]+)(-([0-9]*))?)?");
  private static final Pattern POINT = Pattern.compile("([A-Z_]+)(?:\\(([0-9]{1,8})\\))?");
  private static final Pattern DURATION = Pattern.compile("(-?[0-9]{1,12})(ms|s|m|h)");
  private static final Map<String, FaultAction> PLAIN_ACTIONS =
      Map.of(
          "hang", new FaultAction.Hang(),
          "empty", new FaultAction.Drop(Ending.CLOSE, false),
          "reset", new FaultAction.Drop(Ending.RESET, false),
          "truncated", new FaultAction.Drop(Ending.CLOSE, true),
          "malformed", new FaultAction.Malformed(),
          "no-refresh-token", new Rewrite.NoRefreshToken(),
          "no-access-token", new Rewrite.NoAccessToken());

  private final String text;
  private final Instant now;

  private FaultText(String text, Instant now) {
    this.text = text;
    this.now = now;
  }

  /**
   * Reads a fault.
   *
   * @param text the fault's text
   * @param now the virtual time from which relative times count
   * @throws IllegalArgumentException if the text is not of the grammar; the message says where
   */
  public static Fault parse(String text, Instant now) {
    return new FaultText(text, now).fault();
  }

  static String word(Kind kind) {
    return kind == Kind.API_CALL ? "api" : kind.name().toLowerCase(Locale.ROOT);
  }

  private Fault fault() {
    int colon = text.indexOf(": ");
    if (colon < 0) {
      throw wrong("there is no ': ' between trigger and effect");
    }
    Deque<String> effect = words(text.substring(colon + 2));
    Matcher point = match(POINT, next(effect, "a commit point"));
    try {
      return new Fault(
          trigger(words(text.substring(0, colon))),
          choice(CommitPoint.values(), point.group(1)),
          point.group(2) == null ? 0 : Integer.parseInt(point.group(2)),
          action(effect));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Trigger trigger(Deque<String> words) {
    Matcher head = match(KIND, next(words, "a kind of request"));
    Trigger trigger = Trigger.every(Kind.SPEND).between(1, Long.MAX_VALUE);
    trigger =
        new Trigger(
            kind(head.group(1)), trigger.family(), 1, Long.MAX_VALUE, Instant.MIN, Instant.MAX, 1);
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

  private Optional<Kind> kind(String word) {
    if (word.equals("any")) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(Kind.values())
            .filter(kind -> kind != Kind.FAULT && word(kind).equals(word))
            .findFirst()
            .orElseThrow(() -> wrong("unknown kind '" + word + "'")));
  }

  private FaultAction action(Deque<String> words) {
    String word = next(words, "an action");
    FaultAction action = PLAIN_ACTIONS.get(word);
    if (action == null) {
      action = action(word, words);
    }
    if (!words.isEmpty()) {
      throw wrong("'" + words.peek() + "' is too much");
    }
    return action;
  }

  private FaultAction action(String word, Deque<String> words) {
    if (word.equals("delay")) {
      return new FaultAction.Delay(duration(next(words, "a duration")));
    } else if (word.equals("drip")) {
      return new FaultAction.Drip(speed(next(words, "bytes per second")));
    } else if (word.startsWith("error=")) {
      return new Rewrite.Refusal(0, word.substring(6));
    } else if (word.startsWith("expires_in=")) {
      String form = word.substring(11).toUpperCase(Locale.ROOT);
      return new Rewrite.ExpiresIn(choice(Rewrite.ExpiresIn.Form.values(), form));
    } else if (word.matches("[0-9]{3}")) {
      return reply(Integer.parseInt(word), words.isEmpty() ? "" : words.remove());
    }
    throw wrong("unknown action '" + word + "'");
  }

  private <E extends Enum<E>> E choice(E[] values, String name) {
    return Arrays.stream(values)
        .filter(value -> value.name().equals(name))
        .findFirst()
        .orElseThrow(() -> wrong("'" + name + "' is not one of " + Arrays.toString(values)));
  }

  private FaultAction reply(int status, String detail) {
    if (detail.equals("html")) {
      return new Rewrite.Html(status);
    } else if (detail.startsWith("error=")) {
      return new Rewrite.Refusal(status, detail.substring(6));
    } else if (status == 200 && detail.equals("{}")) {
      return new Rewrite.EmptyObject();
    } else if (detail.isEmpty() || detail.startsWith("retry-after=")) {
      return new Rewrite.Status(status, detail.replaceFirst("retry-after=", ""));
    }
    throw wrong("unknown detail '" + detail + "'");
  }

  private int speed(String word) {
    return (int) Math.min(Integer.MAX_VALUE, number("the speed of drip", word));
  }

  private Instant time(String what, String word) {
    try {
      return word.startsWith("+") ? now.plus(duration(word.substring(1))) : Instant.parse(word);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw wrong("'" + what + "' is a time such as +10s, not '" + word + "'");
    }
  }

  /**
   * Reads a duration such as {@code 250ms}, {@code -10m} or {@code PT1H}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Duration duration(String word) {
    Matcher matcher = DURATION.matcher(word);
    if (!matcher.matches()) {
      return iso(word);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static Duration iso(String word) {
    try {
      return Duration.parse(word);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "a duration is like 250ms, 10s, 5m, 2h or PT1H30M, not '" + word + "'");
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
