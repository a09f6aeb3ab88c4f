package dev.pawl.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One command that is started again and again.
 *
 * @param label what a reader calls it
 * @param jdk the Java that runs it, such as {@code 17}
 * @param slow whether it is started more rarely, to save time
 * @param command its words
 * @param environment all of its environment but for the PATH
 */
record Variant(
    String label, String jdk, boolean slow, List<String> command, Map<String, String> environment) {

  /** Runs it once; milliseconds from start to end. */
  double run(Path scratch) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(scratch.resolve("start-up.log").toFile());
    long begun = System.nanoTime();
    int code = builder.start().waitFor();
    double millis = (System.nanoTime() - begun) / 1e6;
    if (code != 0) {
      throw new IOException(label + " ended with code " + code);
    }
    return millis;
  }
}
