package dev.pawl.benchmarks.hotread;

import dev.pawl.json.Fields;
import dev.pawl.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** As botocore's file cache does it: each look reads a small JSON file and parses it. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by JMH before each trial
public class FileRead {
  private Path file;

  /** Writes the file. */
  @Setup(Level.Trial)
  public void write() throws IOException {
    file = Files.createTempFile("pawl-bench", ".json");
    Map<String, Object> fields =
        Map.of("accessToken", "not-a-secret", "expiresAt", System.currentTimeMillis() + 86_400_000);
    Files.write(file, Json.write(fields).getBytes(StandardCharsets.US_ASCII));
  }

  /** Leaves nothing behind. */
  @TearDown(Level.Trial)
  public void clean() throws IOException {
    Files.delete(file);
  }

  /** The measured call. */
  @Benchmark
  public String jsonFile() throws IOException {
    Fields fields = Fields.read(Files.readAllBytes(file));
    if (fields.integer("expiresAt", 0) < System.currentTimeMillis()) {
      throw new IOException("expired");
    }
    return fields.text("accessToken");
  }
}
