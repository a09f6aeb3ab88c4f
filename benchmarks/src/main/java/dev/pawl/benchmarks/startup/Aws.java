package dev.pawl.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The stock AWS command line, printing credentials that it finds in its environment. */
final class Aws {
  private Aws() {}

  static List<Variant> variants(Path scratch) throws InterruptedException {
    Variant variant =
        new Variant(
            "aws configure export-credentials",
            "none",
            true,
            List.of("aws", "configure", "export-credentials", "--format", "process"),
            Map.of(
                "HOME", scratch.toString(),
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "not-a-secret",
                "AWS_EC2_METADATA_DISABLED", "true"));
    try {
      variant.run(scratch);
      return List.of(variant);
    } catch (IOException e) {
      return List.of(); // not installed
    }
  }
}
