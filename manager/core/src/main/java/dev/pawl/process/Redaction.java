package dev.pawl.process;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of a stranger without its secrets: what is known to be secret, and what looks like it.
 *
 * <p>A guess must be wrong sometimes: a long word of letters and digits is hidden though it may be
 * a name, and a short password that nothing announces stays visible.
 */
public final class Redaction {
  private static final String HIDDEN = "[hidden]";
  private static final int SHORTEST_KNOWN = 4;

  /* What announces a secret hides the word behind it, whatever that looks like. */
  private static final Pattern ANNOUNCED =
      Pattern.compile(
          "(?i)\\b(bearer|basic|(?:[a-z0-9_-]*(?:key|token|secret|passw(?:or)?d|credential)))"
              + "(\"?\\s*[=:]\\s*\"?|\\s+(?=\\S*[0-9]))([^\\s\"',;]{4,})");

  private static final Pattern PREFIXED =
      Pattern.compile(
          "\\b(?:sk-|sk_|eyJ|gh[a-z]_|xox[a-z]-|AKIA|ASIA|ya29\\.|glpat-)[A-Za-z0-9_+/=~.-]{4,}");

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_+=~-]{16,}");

  private Redaction() {}

  /**
   * {@code text} without {@code secrets} and without what looks like a token, a key or a password.
   *
   * @param secrets known ones; those shorter than four characters are not searched for
   */
  public static String of(String text, Collection<String> secrets) {
    String shown = text;
    for (String secret : secrets) {
      if (secret.length() >= SHORTEST_KNOWN) {
        shown = shown.replace(secret, HIDDEN);
      }
    }
    shown = ANNOUNCED.matcher(shown).replaceAll(found -> Matcher.quoteReplacement(rest(found)));
    shown = PREFIXED.matcher(shown).replaceAll(HIDDEN);
    return WORD.matcher(shown)
        .replaceAll(found -> looksSecret(found.group()) ? HIDDEN : same(found.group()));
  }

  private static String rest(java.util.regex.MatchResult found) {
    return found.group(1) + found.group(2) + HIDDEN;
  }

  private static String same(String text) {
    return Matcher.quoteReplacement(text);
  }

  private static boolean looksSecret(String word) {
    boolean digit = word.chars().anyMatch(c -> c >= '0' && c <= '9');
    boolean letter = word.chars().anyMatch(Character::isLetter);
    return letter && (digit || isMixed(word));
  }

  private static boolean isMixed(String word) {
    long upper = word.chars().filter(Character::isUpperCase).count();
    return word.indexOf('-') < 0 && word.indexOf('_') < 0 && upper > 2 && upper < word.length();
  }
}
