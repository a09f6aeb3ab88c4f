package dev.pawl.simulator.core.fault;

import dev.pawl.simulator.core.exchange.Delivery.Ending;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text form of actions; {@link FaultText} has the grammar. */
final class ActionText {
  private static final Pattern STATUS = Pattern.compile("[0-9]{3}");
  private static final List<String> ACTIONS =
      List.of(
          "delay D",
          "hang",
          "empty",
          "reset",
          "truncated",
          "malformed",
          "drip N",
          "STATUS",
          "error=CODE",
          "expires_in=FORM",
          "refresh_token_expires_in=N",
          "no-refresh-token",
          "no-access-token",
          "dialect=NAME");
  private static final List<String> DETAILS =
      List.of("retry-after=N", "html", "error=CODE", "body=TEXT", "location=URI");
  private static final Map<String, FaultAction> PLAIN_ACTIONS =
      Map.of(
          "hang", new FaultAction.Hang(),
          "empty", new FaultAction.Drop(Ending.CLOSE, false),
          "reset", new FaultAction.Drop(Ending.RESET, false),
          "truncated", new FaultAction.Drop(Ending.CLOSE, true),
          "malformed", new FaultAction.Malformed());

  private final Deque<String> words;

  private ActionText(Deque<String> words) {
    this.words = words;
  }

  /**
   * Reads an action, to the last word.
   *
   * @throws IllegalArgumentException if the words are none
   */
  static FaultAction read(Deque<String> words) {
    ActionText text = new ActionText(words);
    FaultAction action = text.action();
    if (!words.isEmpty()) {
      throw new IllegalArgumentException("'" + words.element() + "' is too much");
    }
    return action;
  }

  private FaultAction action() {
    String word = next("an action");
    FaultAction plain = PLAIN_ACTIONS.get(word);
    if (plain != null) {
      return plain;
    } else if (word.equals("delay")) {
      return new FaultAction.Delay(DurationText.parse(next("a duration")));
    } else if (word.equals("drip")) {
      return new FaultAction.Drip(speed(next("bytes per second")));
    }
    words.push(word);
    Rewrite rewrite = rewrite();
    for (Optional<String> header = value("header"); header.isPresent(); header = value("header")) {
      rewrite = Substitute.Headed.of(rewrite, header.get());
    }
    return rewrite;
  }

  private Rewrite rewrite() {
    Optional<String> code = value("error");
    if (code.isPresent()) {
      return refusal(0, code.get());
    }
    Optional<String> lifetime = value("expires_in");
    if (lifetime.isPresent()) {
      return lifetime(lifetime.get());
    }
    Optional<String> login = value("refresh_token_expires_in");
    if (login.isPresent()) {
      return new Rewrite.LoginLifetime(seconds(login.get()));
    }
    Optional<String> dialect = value("dialect");
    if (dialect.isPresent()) {
      return new Rewrite.Worded(dialect.get());
    }
    String word = words.remove();
    if (STATUS.matcher(word).matches()) {
      return reply(Integer.parseInt(word));
    }
    return switch (word) {
      case "no-refresh-token" -> new Rewrite.NoRefreshToken();
      case "no-access-token" -> new Rewrite.NoAccessToken();
      default ->
          throw new IllegalArgumentException(
              "unknown action '" + word + "'; there are " + String.join(", ", ACTIONS));
    };
  }

  private Rewrite reply(int status) {
    Optional<String> code = value("error");
    if (code.isPresent()) {
      return refusal(status, code.get());
    }
    Optional<String> body = value("body");
    if (body.isPresent()) {
      return Substitute.Body.of(status, value("type"), body.get());
    }
    Optional<String> location = value("location");
    if (location.isPresent()) {
      return new Substitute.Redirect(status, location.get());
    }
    if (words.isEmpty() || words.element().startsWith("header=")) {
      return new Rewrite.Status(status, "");
    }
    Optional<String> retryAfter = value("retry-after");
    if (retryAfter.isPresent()) {
      return new Rewrite.Status(status, retryAfter.get());
    }
    return page(status, words.remove());
  }

  private static Rewrite page(int status, String word) {
    if (word.equals("html")) {
      return new Rewrite.Html(status);
    } else if (status == 200 && word.equals("{}")) {
      return new Rewrite.EmptyObject();
    }
    throw new IllegalArgumentException(
        "unknown detail '" + word + "'; a status has " + String.join(", ", DETAILS));
  }

  private Rewrite refusal(int status, String code) {
    return new Substitute.Refusal(status, code, value("dialect"), value("error_description"));
  }

  private static long seconds(String word) {
    if (!word.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("'" + word + "' is no number of seconds");
    }
    return Long.parseLong(word);
  }

  private static Rewrite lifetime(String word) {
    if (word.matches("[0-9]{1,18}")) {
      return new Rewrite.Lifetime(Long.parseLong(word));
    }
    return Arrays.stream(Rewrite.ExpiresIn.Form.values())
        .filter(form -> form.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .map(Rewrite.ExpiresIn::new)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + word
                        + "' is no number and not one of "
                        + Arrays.toString(Rewrite.ExpiresIn.Form.values())
                            .toLowerCase(Locale.ROOT)));
  }

  private static int speed(String word) {
    if (!word.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(
          "the speed of drip is a number of at most 18 digits, not '" + word + "'");
    }
    return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(word));
  }

  private String next(String expected) {
    String word = words.poll();
    if (word == null) {
      throw new IllegalArgumentException(expected + " is missing");
    }
    return word;
  }

  /** Takes the next word if it gives a value to that name. */
  private Optional<String> value(String name) {
    String word = words.peek();
    if (word == null || !word.startsWith(name + "=")) {
      return Optional.empty();
    }
    words.remove();
    return Optional.of(QuotedText.unquoted(word.substring(name.length() + 1)));
  }
}
