package dev.pawl.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.benchmarks.measure.Estimate;
import dev.pawl.benchmarks.measure.Ratio;
import dev.pawl.benchmarks.measure.Result;
import dev.pawl.benchmarks.measure.Row;
import dev.pawl.json.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  @TempDir Path directory;

  @Test
  void write_readBack_isTheSame() throws IOException {
    Result result = result();
    Path file = directory.resolve("result.json");

    ResultFile.write(result, file);

    assertThat(ResultFile.read(file)).isEqualTo(result);
  }

  @Test
  void write_hasTheFieldsThatOthersRelyOn() throws IOException {
    Path file = directory.resolve("result.json");

    ResultFile.write(result(), file);

    Fields fields = Fields.read(Files.readAllBytes(file));
    assertThat(fields.asMap()).containsKeys("bench", "machine", "jdk", "commit", "date", "rows");
    assertThat(Files.readString(file))
        .contains(
            "\"name\"",
            "\"params\"",
            "\"unit\"",
            "\"score\"",
            "\"low\"",
            "\"high\"",
            "\"bytesPerOp\"",
            "\"ratios\"",
            "\"to\"",
            "\"value\"");
  }

  @Test
  void read_withoutRows_namesFileAndField() throws IOException {
    Path file = Files.writeString(directory.resolve("bad.json"), "{\"bench\":\"x\"}");

    assertThatThrownBy(() -> ResultFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bad.json")
        .hasMessageContaining("rows");
  }

  private static Result result() {
    Estimate score = new Estimate(25.2, 24, 26.5);
    Row row =
        new Row(
            "token()",
            Map.of("threads", "1"),
            "ns/op",
            score,
            0.0,
            List.of(new Ratio("one clock read", new Estimate(1.06, 1.01, 1.1))));
    return new Result(
        "hot-read",
        "2 cores",
        "OpenJDK 17",
        "abc1234",
        "2026-01-31",
        new Result.Conditions(false, false, "load 0.01", 42),
        List.of(row, new Row("plain", Map.of(), "ms", Estimate.exact(3))));
  }
}
