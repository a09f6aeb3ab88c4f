package dev.pawl.benchmarks.contention;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** npm's proper-lockfile, fetched into the scratch directory where Node and npm are present. */
final class NodePackage {
  private static final String PACKAGE = "proper-lockfile@4.1.2";
  private static final String SCRIPT = "proper-lockfile.js";

  private NodePackage() {}

  /**
   * The command that runs our script; empty if there is no Node or the package is not to be had.
   */
  static List<String> command(Path scratch) throws IOException, InterruptedException {
    Path home = Files.createDirectories(scratch.resolve("npm"));
    List<String> install =
        List.of(
            "npm",
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
            home.toString(),
            PACKAGE);
    if (!runs(List.of("node", "--version"), home) || !runs(install, home)) {
      return List.of();
    }
    return script(scratch);
  }

  /** The command that runs our script with the package that lies in {@code npm/node_modules}. */
  static List<String> script(Path scratch) throws IOException {
    Path script = scratch.resolve(SCRIPT);
    try (InputStream text = NodePackage.class.getResourceAsStream(SCRIPT)) {
      if (text == null) {
        throw new IOException(SCRIPT + " is missing from the jar");
      }
      Files.write(script, text.readAllBytes());
    }
    return List.of("node", "--max-old-space-size=64", script.toString());
  }

  private static boolean runs(List<String> command, Path home) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("npm.log").toFile())
              .start();
      return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // not installed
    }
  }
}
