package dev.pawl.scoreboard.board;

import dev.pawl.drills.report.DrillVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a verdict holds against a client, in the few words that a cell has room for. */
final class Findings {
  private static final Pattern SPENT = Pattern.compile("your client spent \\S+ ([0-9]+) times");

  /* The sentences of Judgement and ClientStage, and what is said for them. */
  private static final Map<Pattern, String> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put(
        Pattern.compile("^([0-9]+) of [0-9]+ copies were not served again"), "lost %s copies");
    WORDS.put(
        Pattern.compile("presented refresh tokens ([0-9]+) times that the server had refused"),
        "dead tokens %s times");
    WORDS.put(Pattern.compile("asked ([0-9]+) times in the"), "asked %s times while told to wait");
    WORDS.put(Pattern.compile("never called DRILL_API()"), "never served");
    WORDS.put(Pattern.compile("nobody refreshed it()"), "nobody refreshed");
  }

  private Findings() {}

  /** Returns {@code passed}, why it did not run, or what was seen, the worst first. */
  static String of(DrillVerdict verdict) {
    if (verdict.isPass()) {
      return "passed";
    }
    if (!verdict.notRun().isEmpty()) {
      return "not run: " + verdict.notRun();
    }
    List<String> found = new ArrayList<>();
    int most = verdict.violations().stream().mapToInt(Findings::spent).max().orElse(0);
    if (most > 0) {
      found.add("one token spent " + most + " times");
    }
    if (verdict.figures().revocations() > 0) {
      found.add("revoked");
      return String.join(", ", found); // all that follows is of that
    }
    WORDS.forEach(
        (sentence, words) ->
            verdict.violations().stream()
                .map(sentence::matcher)
                .filter(Matcher::find)
                .findFirst()
                .ifPresent(match -> found.add(words.replace("%s", match.group(1)))));
    return found.isEmpty() ? "failed" : String.join(", ", found);
  }

  private static int spent(String violation) {
    Matcher match = SPENT.matcher(violation);
    return match.find() ? Integer.parseInt(match.group(1)) : 0;
  }
}
