package dev.pawl.benchmarks.report;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pawl.benchmarks.measure.MeasurementResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The JSON of a result; a contract for other people's scripts: fields are added, none renamed. */
public final class ResultFile {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();
  private static final ObjectWriter WRITER = MAPPER.writer(printer());

  private ResultFile() {}

  /** Several results in one file. */
  private record KeptResults(List<KeptResult> results) {}

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
        .withObjectIndenter(lines)
        .withArrayIndenter(lines);
  }

  /** Writes {@code result} to {@code file}. */
  public static void write(MeasurementResult result, Path file) throws IOException {
    writeValue(KeptResult.of(result), file);
  }

  /** Writes several results as one object with the list {@code results}. */
  public static void write(List<MeasurementResult> results, Path file) throws IOException {
    writeValue(new KeptResults(results.stream().map(KeptResult::of).toList()), file);
  }

  private static void writeValue(Object value, Path file) throws IOException {
    Files.writeString(file, WRITER.writeValueAsString(value) + "\n", StandardCharsets.US_ASCII);
  }

  /**
   * Reads a result.
   *
   * @throws IOException if it is not one; the message names file and field
   */
  public static MeasurementResult read(Path file) throws IOException {
    try {
      return MAPPER.readValue(Files.readAllBytes(file), KeptResult.class).result();
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + " is not a result: " + e.getMessage(), e);
    }
  }
}
