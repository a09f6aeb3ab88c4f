package dev.pawl.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One reading of one text. */
final class JsonReader {
  /* No recycled buffers, no interned names: both would keep secrets alive. The library's own
   * messages quote the text, so none of them is ever passed on, not even as a cause. */
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(JsonLimits.DEPTH).build())
          .build();

  private static final Pattern WORD = Pattern.compile("[A-Za-z_-]{1,32}");

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /** What is done with one text. */
  private interface Work<T> {
    T with(JsonReader reader) throws IOException;
  }

  static Map<String, @Nullable Object> read(byte[] utf8) throws JsonException {
    return read(text(utf8));
  }

  static Map<String, @Nullable Object> read(String text) throws JsonException {
    return parse(text, JsonReader::document);
  }

  /** The line of the field that {@code path} names; 0 if there is none. */
  static int line(byte[] utf8, List<String> path) throws JsonException {
    return parse(text(utf8), reader -> reader.line(path));
  }

  private static String text(byte[] utf8) throws JsonException {
    if (utf8.length > JsonLimits.LENGTH) {
      throw tooLong();
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonException("not UTF-8");
    }
  }

  private static <T> T parse(String text, Work<T> work) throws JsonException {
    if (text.length() > JsonLimits.LENGTH) {
      throw tooLong();
    }
    try (JsonParser parser =
        FACTORY.createParser(text.startsWith("\ufeff") ? text.substring(1) : text)) {
      return work.with(new JsonReader(parser));
    } catch (JsonException e) {
      throw e;
    } catch (IOException e) {
      throw new JsonException("the JSON reader failed");
    }
  }

  private Map<String, @Nullable Object> document() throws IOException {
    try {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw problem(first == null ? "empty" : "not an object", parser.currentTokenLocation());
      }
      Map<String, @Nullable Object> document = object();
      if (parser.nextToken() != null) {
        throw problem("more text after the object", parser.currentTokenLocation());
      }
      return document;
    } catch (JsonProcessingException e) {
      throw problem(kind(e), e.getLocation());
    }
  }

  private int line(List<String> path) throws IOException {
    int depth = 0;
    try {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean named = parser.currentName().equals(path.get(depth));
        if (named && depth == path.size() - 1) {
          return parser.currentTokenLocation().getLineNr();
        }
        boolean object = parser.nextToken() == JsonToken.START_OBJECT;
        if (named && object) {
          depth++;
        } else {
          parser.skipChildren();
        }
      }
      return 0;
    } catch (JsonProcessingException e) {
      throw problem(kind(e), e.getLocation());
    }
  }

  private Map<String, @Nullable Object> object() throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (fields.containsKey(name)) {
        throw problem("the same field twice", parser.currentTokenLocation());
      }
      parser.nextToken();
      fields.put(name, value());
    }
    return fields;
  }

  private List<@Nullable Object> array() throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return items;
  }

  private @Nullable Object value() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw problem("malformed", parser.currentTokenLocation());
    };
  }

  private Number number(String text) throws IOException {
    try {
      BigDecimal exact = new BigDecimal(text);
      boolean isInteger = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
      boolean isLong = isInteger && exact.unscaledValue().bitLength() < Long.SIZE;
      return isLong ? (Number) exact.longValueExact() : exact;
    } catch (NumberFormatException e) {
      throw problem("a number out of range", parser.currentTokenLocation());
    }
  }

  private static JsonException tooLong() {
    return new JsonException("longer than " + JsonLimits.LENGTH);
  }

  private static String kind(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return "a name, number or nesting beyond the limits";
    }
    return e instanceof JsonEOFException ? "ends too early" : "malformed";
  }

  private JsonException problem(String what, @Nullable JsonLocation where) throws IOException {
    StringBuilder message = new StringBuilder(what);
    if (where != null) {
      message.append(", line ").append(where.getLineNr());
      message.append(", column ").append(where.getColumnNr());
    }
    String name = parser.currentName();
    if (name != null && WORD.matcher(name).matches()) {
      message.append(", field ").append(name);
    }
    return new JsonException(message.toString());
  }
}
