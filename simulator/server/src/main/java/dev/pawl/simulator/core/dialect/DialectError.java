package dev.pawl.simulator.core.dialect;

import dev.pawl.simulator.core.exchange.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One error as a vendor words it. Texts in it may have gaps: <code>${request-id}</code> and <code>
 * ${now}</code>, also earlier or later and in another format, as in <code>
 * ${now-PT5M:uuuuMMdd'T'HHmmss'Z'}</code> (UTC).
 *
 * @param template status, headers and body
 * @param source where it is shown; null if that cannot be told
 * @param seen when it was sent or reported there; null if that cannot be told
 */
public record DialectError(Reply template, @Nullable URI source, @Nullable LocalDate seen) {
  private static final Pattern GAP =
      Pattern.compile("\\$\\{(request-id|now)([+-]P[0-9A-Z.]+)?(?::([^}]+))?}");

  /**
   * Returns the error with its gaps filled.
   *
   * @param now the virtual time of the service
   * @param requestId what the service calls the request
   */
  public Reply reply(Instant now, String requestId) {
    Map<String, String> headers = new LinkedHashMap<>();
    template.headers().forEach((name, value) -> headers.put(name, fill(value, now, requestId)));
    Reply.Content content = template.content();
    if (content instanceof Reply.Text text) {
      content = new Reply.Text(text.mediaType(), fill(text.value(), now, requestId));
    } else if (content instanceof Reply.Fields fields) {
      content = new Reply.Fields(fill(fields.members(), now, requestId));
    }
    return new Reply(template.status(), headers, content);
  }

  private static Map<String, Object> fill(Map<?, ?> members, Instant now, String requestId) {
    Map<String, Object> filled = new LinkedHashMap<>();
    members.forEach((name, value) -> filled.put((String) name, fill(value, now, requestId)));
    return filled;
  }

  private static Object fill(Object value, Instant now, String requestId) {
    if (value instanceof Map<?, ?> members) {
      return fill(members, now, requestId);
    } else if (value instanceof List<?> items) {
      return items.stream().map(item -> fill(item, now, requestId)).toList();
    }
    return value instanceof String text ? fill(text, now, requestId) : value;
  }

  private static String fill(String text, Instant now, String requestId) {
    return GAP.matcher(text)
        .replaceAll(gap -> Matcher.quoteReplacement(filling(gap, now, requestId)));
  }

  private static String filling(MatchResult gap, Instant now, String requestId) {
    if (gap.group(1).equals("request-id")) {
      return requestId;
    }
    String shift = gap.group(2) == null ? "PT0S" : gap.group(2).replaceFirst("^\\+", "");
    Instant time = now.plus(Duration.parse(shift));
    return gap.group(3) == null
        ? time.toString()
        : DateTimeFormatter.ofPattern(gap.group(3), Locale.ROOT)
            .format(time.atOffset(ZoneOffset.UTC));
  }
}
