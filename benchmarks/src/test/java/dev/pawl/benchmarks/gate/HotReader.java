package dev.pawl.benchmarks.gate;

import dev.pawl.TokenManager;
import dev.pawl.benchmarks.engine.Engine;
import dev.pawl.benchmarks.engine.Home;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that reads a fresh token many times, between two looks at files of known names. */
final class HotReader {
  static final String BEGIN = "the-reads-begin";
  static final String END = "the-reads-end";
  static final int READS = 2_000_000;

  private HotReader() {}

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    try (TokenManager manager = Home.create(directory, Engine.MAPPED, 16).loggedIn("bench")) {
      long sum = read(manager) + read(manager);
      boolean found = Files.exists(directory.resolve(BEGIN));
      sum += read(manager);
      found |= Files.exists(directory.resolve(END));
      System.out.println(sum + " " + found);
    }
  }

  static long read(TokenManager manager) {
    long sum = 0;
    for (int i = 0; i < READS; i++) {
      sum += manager.token().generation();
    }
    return sum;
  }
}
