package dev.pawl.doctor;

import dev.pawl.cache.CachePlace;
import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.settings.Settings;
import dev.pawl.source.HelperSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** An examination of the {@code apiKeyHelper}, which is not run for it. */
final class HelperCheckup {
  private static final String SUBJECT = "helper";

  private HelperCheckup() {}

  /** What is found; empty if there is no helper. */
  static List<Finding> of(
      StateDirectory directory, Settings settings, Map<String, String> environment)
      throws IOException {
    HelperSource helper = new HelperSource(settings, environment, TokenClock.system());
    if (!helper.isConfigured()) {
      return List.of();
    }
    long seconds = helper.terms().lifetime().toSeconds();
    return List.of(
        CachePlace.isInMemory(directory)
            ? Finding.ok(
                SUBJECT, helper.origin() + ": run once in " + seconds + " s for all processes")
            : Finding.warn(
                SUBJECT,
                helper.origin() + ": each process runs it for itself, as the cache is on no tmpfs",
                "where XDG_RUNTIME_DIR is a tmpfs of this user, stop all and delete "
                    + directory.formatFile()
                    + ": it is made anew there"));
  }
}
