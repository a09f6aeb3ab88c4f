package dev.pawl.benchmarks.report;

import dev.pawl.benchmarks.measure.Estimate;
import dev.pawl.benchmarks.measure.Ratio;
import dev.pawl.benchmarks.measure.Result;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.benchmarks.process.JsonLists;
import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of a result; a contract for other people's scripts: fields are added, none renamed. */
public final class ResultFile {
  private static final MathContext PRECISION = new MathContext(5);

  private ResultFile() {}

  /** Writes {@code result} to {@code file}. */
  public static void write(Result result, Path file) throws IOException {
    Files.write(file, Json.writePretty(fields(result)).getBytes(StandardCharsets.US_ASCII));
  }

  /** Writes several results as one object with the list {@code results}. */
  public static void write(List<Result> results, Path file) throws IOException {
    List<Map<String, @Nullable Object>> all = results.stream().map(ResultFile::fields).toList();
    Files.write(file, Json.writePretty(Map.of("results", all)).getBytes(StandardCharsets.US_ASCII));
  }

  private static Map<String, @Nullable Object> fields(Result result) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("bench", result.bench());
    fields.put("machine", result.machine());
    fields.put("jdk", result.jdk());
    fields.put("commit", result.commit());
    fields.put("date", result.date());
    fields.put("quick", result.conditions().quick());
    fields.put("forced", result.conditions().forced());
    fields.put("quiet", result.conditions().machine());
    fields.put("seconds", result.conditions().seconds());
    fields.put("rows", result.rows().stream().map(ResultFile::fields).toList());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Row row) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", row.name());
    fields.put("params", row.params());
    fields.put("unit", row.unit());
    fields.putAll(fields("score", row.score()));
    Double bytes = row.bytesPerOp();
    fields.put("bytesPerOp", bytes == null ? null : number(bytes));
    fields.put("ratios", row.ratios().stream().map(ResultFile::fields).toList());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Ratio ratio) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("to", ratio.to());
    fields.putAll(fields("value", ratio.value()));
    return fields;
  }

  private static Map<String, BigDecimal> fields(String name, Estimate estimate) {
    Map<String, BigDecimal> fields = new LinkedHashMap<>();
    fields.put(name, number(estimate.score()));
    fields.put("low", number(estimate.low()));
    fields.put("high", number(estimate.high()));
    return fields;
  }

  private static BigDecimal number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(PRECISION).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  /**
   * Reads a result.
   *
   * @throws IOException if it is not one; the message names file and field
   */
  public static Result read(Path file) throws IOException {
    try {
      return result(Fields.read(Files.readAllBytes(file)));
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + " is not a result: " + e.getMessage(), e);
    }
  }

  private static Result result(Fields fields) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Fields row : JsonLists.objects(fields, "rows")) {
      rows.add(row(row));
    }
    return new Result(
        fields.text("bench"),
        fields.text("machine"),
        fields.text("jdk"),
        fields.text("commit"),
        fields.text("date"),
        new Result.Conditions(
            Boolean.TRUE.equals(Json.bool(fields.asMap(), "quick")),
            Boolean.TRUE.equals(Json.bool(fields.asMap(), "forced")),
            fields.text("quiet", ""),
            fields.integer("seconds", 0)),
        rows);
  }

  private static Row row(Fields fields) throws IOException {
    Map<String, String> params = new LinkedHashMap<>();
    Fields named = fields.object("params");
    if (named != null) {
      for (String name : named.asMap().keySet()) {
        params.put(name, named.text(name));
      }
    }
    List<Ratio> ratios = new ArrayList<>();
    for (Fields ratio : JsonLists.objects(fields, "ratios")) {
      ratios.add(new Ratio(ratio.text("to"), estimate("value", ratio)));
    }
    BigDecimal bytes = Json.decimal(fields.asMap(), "bytesPerOp");
    return new Row(
        fields.text("name"),
        params,
        fields.text("unit"),
        estimate("score", fields),
        bytes == null ? null : bytes.doubleValue(),
        ratios);
  }

  private static Estimate estimate(String name, Fields fields) throws IOException {
    return new Estimate(number(fields, name), number(fields, "low"), number(fields, "high"));
  }

  private static double number(Fields fields, String name) throws IOException {
    BigDecimal number = Json.decimal(fields.asMap(), name);
    if (number == null) {
      throw Fields.malformed(name, "is missing");
    }
    return number.doubleValue();
  }
}
