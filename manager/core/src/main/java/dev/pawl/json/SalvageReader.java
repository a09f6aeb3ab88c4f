package dev.pawl.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One salvage of one text. */
public final class SalvageReader {
  private static final int LONGEST_NUMBER = 1_000;

  /* A guard against JSON hijacking, or a chunk's size where no chunks were announced. */
  private static final Pattern PREFIX = Pattern.compile("[^<{]{0,64}\\{");

  /* The object's first brace is damaged. */
  private static final Pattern BRACELESS =
      Pattern.compile("[^<{\\[]{0,3}?(?=\"[A-Za-z_]{1,64}\"\\s*:)");

  /* Where the text is damaged, only names that matter are looked for. */
  private static final Pattern MEMBER =
      Pattern.compile(
          "\"(access_token|refresh_token|token_type|expires_in|scope|error|error_code)\"\\s*:\\s*");
  private static final Pattern FOLLOWED =
      Pattern.compile("\\s*([,}]|.?\\s*(\"|\\z))", Pattern.DOTALL);
  private static final Pattern NOTHING = Pattern.compile("null\\b|false\\b|\"\"");

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(10_000)
                  .maxNumberLength(JsonLimits.LENGTH)
                  .maxNameLength(JsonLimits.LENGTH)
                  .build())
          .build();

  private static final Object LEFT_OUT = new Object();

  /* Members of which one that says nothing takes none away that was read. */
  private static final Set<String> TOKENS = Set.of("access_token", "refresh_token");

  private final String text;
  private final boolean damaged;
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
  private int readTo;

  private SalvageReader(String text) {
    Matcher braceless = BRACELESS.matcher(text);
    Matcher prefix = PREFIX.matcher(text);
    String object = prefix.lookingAt() ? text.substring(prefix.end() - 1) : "";
    this.damaged = braceless.lookingAt() || object.startsWith("{{");
    if (braceless.lookingAt()) {
      object = "{" + text.substring(braceless.end());
    }
    this.text = object.startsWith("{{") ? object.substring(1) : object;
  }

  /** What can be read of {@code text}. */
  public static Salvage salvage(String text) {
    return new SalvageReader(text).read();
  }

  private Salvage read() {
    if (text.isEmpty()) {
      return new Salvage(fields, false);
    }
    boolean intact = false;
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken unused = parser.nextToken();
      readTo = 1;
      intact = members(parser);
    } catch (IOException e) {
      // what was read until here counts; the message quotes the text
    }
    boolean more = !text.substring(Math.min(readTo, text.length())).isBlank();
    if (!intact || more) {
      search();
      intact = intact && (!more || text.indexOf("\"refresh_token\"", readTo) < 0);
    }
    return new Salvage(fields, intact && !damaged);
  }

  /* A number may be cut: it counts once something follows it. */
  private boolean members(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    while (token == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken unused = parser.nextToken();
      Object value = value(parser, 1);
      int end = (int) parser.currentLocation().getCharOffset();
      boolean sound = !(value instanceof String) || isFollowed(end);
      if (value instanceof String && sound) {
        put(name, value);
      }
      readTo = sound ? end : readTo;
      token = parser.nextToken();
      put(name, value);
    }
    readTo = (int) parser.currentLocation().getCharOffset();
    return token == JsonToken.END_OBJECT;
  }

  /* Behind a text whose last quote is damaged stands what belonged to the next member. */
  private boolean isFollowed(int end) {
    return FOLLOWED.matcher(text).region(end, text.length()).lookingAt();
  }

  private void put(String name, @Nullable Object value) {
    boolean takesAway = TOKENS.contains(name) && isText(fields.get(name)) && !isText(value);
    if (value != LEFT_OUT && !takesAway) {
      fields.put(name, value);
    }
  }

  private static boolean isText(@Nullable Object value) {
    return value instanceof String text && !text.isEmpty();
  }

  private @Nullable Object value(JsonParser parser, int depth) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT, START_ARRAY -> nested(parser, depth + 1);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new JsonException("malformed");
    };
  }

  private Object nested(JsonParser parser, int depth) throws IOException {
    if (depth > JsonLimits.DEPTH) {
      parser.skipChildren();
      return LEFT_OUT;
    }
    return parser.currentToken() == JsonToken.START_OBJECT
        ? object(parser, depth)
        : array(parser, depth);
  }

  private Map<String, @Nullable Object> object(JsonParser parser, int depth) throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken unused = parser.nextToken();
      Object value = value(parser, depth);
      if (value != LEFT_OUT) {
        members.put(name, value);
      }
    }
    return members;
  }

  private List<@Nullable Object> array(JsonParser parser, int depth) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = value(parser, depth);
      if (value != LEFT_OUT) {
        items.add(value);
      }
    }
    return items;
  }

  private static Object number(JsonParser parser) throws IOException {
    String digits = parser.getText();
    if (digits.length() > LONGEST_NUMBER) {
      return LEFT_OUT;
    }
    try {
      BigDecimal exact = new BigDecimal(digits);
      boolean isInteger = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
      boolean isLong = isInteger && exact.unscaledValue().bitLength() < Long.SIZE;
      return isLong ? (Object) exact.longValueExact() : exact;
    } catch (NumberFormatException | ArithmeticException e) {
      return LEFT_OUT;
    }
  }

  /* Behind the damage: a name that matters, at the top level as far as braces tell. */
  private void search() {
    Matcher member = MEMBER.matcher(text);
    int depth = 1;
    for (int i = readTo; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '{', '[' -> depth += isAfter(i, ":,[{}") ? 1 : 0;
        case '}', ']' -> depth = Math.max(1, depth - (isBefore(i, ",]}") ? 1 : 0));
        case '"' -> {
          if (depth == 1 && member.region(i, text.length()).lookingAt()) {
            i = found(member.group(1), member.end()) - 1;
          }
        }
        default -> {
          // between the members, or inside a text
        }
      }
    }
  }

  /* A brace elsewhere is none of the structure: it stands in a text or for a damaged quote. */
  private boolean isAfter(int at, String signs) {
    int before = at - 1;
    while (before > 0 && text.charAt(before) <= ' ') {
      before--;
    }
    return before >= 0 && signs.indexOf(text.charAt(before)) >= 0;
  }

  private boolean isBefore(int at, String signs) {
    int next = at + 1;
    while (next < text.length() && text.charAt(next) <= ' ') {
      next++;
    }
    return next == text.length() || signs.indexOf(text.charAt(next)) >= 0;
  }

  /* Gives where to go on: behind a whole text, else behind the name. */
  private int found(String name, int at) {
    if (at < text.length() && text.charAt(at) == '"') {
      try (JsonParser parser = FACTORY.createParser(text.substring(at))) {
        JsonToken unused = parser.nextToken();
        String value = parser.getText();
        int end = at + (int) parser.currentLocation().getCharOffset();
        if (!isFollowed(end)) {
          return at + 1;
        }
        put(name, value);
        return end;
      } catch (IOException e) {
        return at + 1;
      }
    }
    if (name.startsWith("error") && at < text.length() && !isNothing(at)) {
      fields.put(name, true);
    }
    return at;
  }

  private boolean isNothing(int at) {
    return NOTHING.matcher(text).region(at, text.length()).lookingAt();
  }
}
