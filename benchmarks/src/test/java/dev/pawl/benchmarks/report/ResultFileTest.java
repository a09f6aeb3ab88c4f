package dev.pawl.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.benchmarks.measure.Estimate;
import dev.pawl.benchmarks.measure.MeasurementResult;
import dev.pawl.benchmarks.measure.Ratio;
import dev.pawl.benchmarks.measure.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFileTest {
  @TempDir Path directory;

  @Test
  void write_readBack_isTheSame() throws IOException {
    MeasurementResult result = result();
    Path file = directory.resolve("result.json");

    ResultFile.write(result, file);

    assertThat(ResultFile.read(file)).isEqualTo(result);
  }

  @Test
  void write_hasTheFieldsThatOthersRelyOn() throws IOException {
    Path file = directory.resolve("result.json");

    ResultFile.write(result(), file);

    assertThat(file)
        .hasContent(
            """
            {
              "bench": "hot-read",
              "machine": "2 cores",
              "jdk": "OpenJDK 17",
              "commit": "abc1234",
              "date": "2026-01-31",
              "quick": false,
              "forced": false,
              "quiet": "load 0.01",
              "seconds": 42,
              "rows": [
                {
                  "name": "token()",
                  "params": {
                    "threads": "1"
                  },
                  "unit": "ns/op",
                  "score": 25.2,
                  "low": 24,
                  "high": 26.5,
                  "bytesPerOp": 0,
                  "ratios": [
                    {
                      "to": "one clock read",
                      "value": 1.06,
                      "low": 1.01,
                      "high": 1.1
                    }
                  ]
                },
                {
                  "name": "plain",
                  "params": { },
                  "unit": "ms",
                  "score": 3,
                  "low": 3,
                  "high": 3,
                  "bytesPerOp": null,
                  "ratios": [ ]
                }
              ]
            }
            """);
  }

  @Test
  void read_withoutRows_namesFileAndField() throws IOException {
    Path file = directory.resolve("bad.json");
    ResultFile.write(result(), file);
    Files.writeString(file, Files.readString(file).replace("rows", "lines"));

    assertThatThrownBy(() -> ResultFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bad.json")
        .hasMessageContaining("rows is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"low\"", "\"unit\"", "\"to\"", "\"commit\""})
  void read_withoutAMember_namesIt(String member) throws IOException {
    Path file = directory.resolve("bad.json");
    ResultFile.write(result(), file);
    Files.writeString(file, Files.readString(file).replace(member, "\"other\""));

    assertThatThrownBy(() -> ResultFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(member.replace("\"", "") + " is missing");
  }

  @Test
  void read_membersOfALaterVersion_areNoHindrance() throws IOException {
    Path file = directory.resolve("later.json");
    ResultFile.write(result(), file);
    Files.writeString(
        file, Files.readString(file).replace("{\n  \"b", "{\n  \"later\": [1],\n  \"b"));

    assertThat(ResultFile.read(file)).isEqualTo(result());
  }

  private static MeasurementResult result() {
    Estimate score = new Estimate(25.2, 24, 26.5);
    Row row =
        new Row(
            "token()",
            Map.of("threads", "1"),
            "ns/op",
            score,
            0.0,
            List.of(new Ratio("one clock read", new Estimate(1.06, 1.01, 1.1))));
    return new MeasurementResult(
        "hot-read",
        "2 cores",
        "OpenJDK 17",
        "abc1234",
        "2026-01-31",
        new MeasurementResult.Conditions(false, false, "load 0.01", 42),
        List.of(row, new Row("plain", Map.of(), "ms", Estimate.exact(3))));
  }
}
