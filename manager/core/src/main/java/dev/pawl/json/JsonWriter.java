package dev.pawl.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One writing of one object. */
final class JsonWriter {
  /* ASCII alone: a lone surrogate that a foreign writer left in a field survives every encoding. */
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .build();

  private final JsonGenerator generator;

  private JsonWriter(JsonGenerator generator) {
    this.generator = generator;
  }

  static String write(Map<?, ?> fields, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      if (pretty) {
        generator.setPrettyPrinter(printer());
      }
      new JsonWriter(generator).object(fields, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pretty ? text.append('\n').toString() : text.toString();
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    return printer;
  }

  private void object(Map<?, ?> fields, int depth) throws IOException {
    requireShallow(depth);
    generator.writeStartObject();
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      if (!(field.getKey() instanceof String name)) {
        throw new IllegalArgumentException("a field's name is text");
      }
      generator.writeFieldName(name);
      value(field.getValue(), depth + 1);
    }
    generator.writeEndObject();
  }

  private void array(List<?> items, int depth) throws IOException {
    requireShallow(depth);
    generator.writeStartArray();
    for (Object item : items) {
      value(item, depth + 1);
    }
    generator.writeEndArray();
  }

  private void value(@Nullable Object value, int depth) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof String text) {
      generator.writeString(text);
    } else if (value instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Map<?, ?> fields) {
      object(fields, depth);
    } else if (value instanceof List<?> items) {
      array(items, depth);
    } else {
      throw new IllegalArgumentException("no JSON form: " + value.getClass().getName());
    }
  }

  private void number(Number number) throws IOException {
    boolean exact =
        number instanceof Long
            || number instanceof Integer
            || number instanceof BigInteger
            || number instanceof BigDecimal;
    if (!exact) {
      throw new IllegalArgumentException("no exact JSON form: " + number.getClass().getName());
    }
    generator.writeNumber(number.toString());
  }

  private static void requireShallow(int depth) {
    if (depth > JsonLimits.DEPTH) {
      throw new IllegalArgumentException("nested deeper than " + JsonLimits.DEPTH);
    }
  }
}
