package dev.pawl.simulator.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * JSON as the simulator and its drills speak it: on one line, and without a name that is there
 * twice or anything after the value. Thread-safe.
 */
public final class StrictJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /**
   * Writes a value on one line, members in their order.
   *
   * @throws IllegalArgumentException if it holds what JSON has no form for
   */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this cannot be written as JSON", e);
    }
  }

  /**
   * Reads an object.
   *
   * @throws IllegalArgumentException if the text is not one JSON object, or a name is there twice
   *     in an object; the message quotes nothing of it but that name
   */
  public static ObjectNode object(String text) {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("not JSON, at line " + e.getLocation().getLineNr());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage());
    }
    throw new IllegalArgumentException("a JSON object is expected");
  }

  /**
   * Returns what reads a text that people write, value by value: comments as in Java are skipped.
   * Names that are there twice are not noticed.
   *
   * @throws IllegalArgumentException if the text cannot be read at all
   */
  public static JsonParser commented(String text) {
    try {
      JsonParser parser = MAPPER.createParser(text);
      parser.configure(JsonReadFeature.ALLOW_JAVA_COMMENTS.mappedFeature(), true);
      return parser;
    } catch (IOException e) {
      throw new IllegalArgumentException("this cannot be read", e);
    }
  }

  /** Returns what reads values of other types as strictly. */
  public static ObjectReader reader() {
    return MAPPER.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
  }
}
