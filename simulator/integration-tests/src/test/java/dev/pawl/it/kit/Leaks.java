package dev.pawl.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Finds secrets in what was said: whole or in part, plain or encoded. */
public final class Leaks {
  /** So many characters of a secret in a row are a leak. */
  private static final int PART = 12;

  private Leaks() {}

  /* A window moves over the text once, whatever the number of parts. */
  public static void assertNoPart(String text, Collection<String> secrets) {
    Map<Integer, Set<String>> parts = new HashMap<>();
    for (String secret : secrets) {
      for (String spelling : spellings(secret)) {
        for (int i = 0; i + PART <= spelling.length(); i++) {
          String part = spelling.substring(i, i + PART);
          parts.computeIfAbsent(part.hashCode(), hash -> new HashSet<>()).add(part);
        }
      }
    }
    int oldest = 1;
    for (int i = 0; i < PART; i++) {
      oldest *= 31;
    }
    int hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i) - (i < PART ? 0 : oldest * text.charAt(i - PART));
      Set<String> same = i < PART - 1 ? null : parts.get(hash);
      if (same != null) {
        assertThat(same).doesNotContain(text.substring(i - PART + 1, i + 1));
      }
    }
  }

  private static Set<String> spellings(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    Set<String> spellings = new LinkedHashSet<>();
    spellings.add(secret);
    spellings.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    spellings.add(HexFormat.of().formatHex(bytes));
    spellings.add(HexFormat.of().withUpperCase().formatHex(bytes));
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = Arrays.copyOfRange(bytes, shift, bytes.length);
      String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      spellings.add(whole.substring(0, whole.length() - 2));
      spellings.add(whole.replace('+', '-').replace('/', '_').substring(0, whole.length() - 2));
    }
    return spellings;
  }
}
