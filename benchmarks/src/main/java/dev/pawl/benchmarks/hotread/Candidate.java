package dev.pawl.benchmarks.hotread;

import dev.pawl.benchmarks.engine.Engine;
import java.util.ArrayList;
import java.util.List;

/**
 * One benchmark as JMH is to run it.
 *
 * @param label what a reader calls it
 * @param method the benchmark, as JMH includes it
 * @param engine of the cache; meaningless to the peers
 * @param threads how many call it at once
 */
record Candidate(String label, String method, Engine engine, int threads) {
  static final String CLOCK = "one clock read";
  static final String TOKEN = "token()";

  /** All, in the order in which they take turns. */
  static List<Candidate> all(List<Integer> threadCounts) {
    List<Candidate> all = new ArrayList<>();
    for (int threads : threadCounts) {
      all.add(peer(CLOCK, "Floors.currentTimeMillis", threads));
      all.add(peer("a volatile field", "Floors.volatileField", threads));
      for (Engine engine : Engine.present()) {
        all.add(new Candidate(token(engine), "PawlRead.token", engine, threads));
      }
      all.add(peer("Caffeine, time to live", "CaffeineRead.caffeine", threads));
      all.add(peer("google-auth", "GoogleRead.googleAuth", threads));
      all.add(peer("AWS CachedSupplier", "AwsRead.awsCachedSupplier", threads));
    }
    all.add(peer("token() after a publication", "PawlPublished.tokenAfterPublication", 1));
    all.add(peer("JSON file, read and parsed", "FileRead.jsonFile", 1));
    all.add(peer("MSAL4J, silent, file cache", "MsalRead.msalSilent", 1));
    return all;
  }

  private static Candidate peer(String label, String method, int threads) {
    return new Candidate(label, method, Engine.MAPPED, threads);
  }

  private static String token(Engine engine) {
    return switch (engine) {
      case MAPPED -> TOKEN;
      case CHRONICLE -> "token(), Chronicle Map";
      case NONE -> "token(), no cache";
    };
  }
}
