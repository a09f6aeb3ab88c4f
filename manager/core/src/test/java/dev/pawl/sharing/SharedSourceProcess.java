package dev.pawl.sharing;

import dev.pawl.cache.CacheTable;
import dev.pawl.cache.CacheWish;
import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.settings.Settings;
import dev.pawl.source.HelperSource;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Fingerprint;
import dev.pawl.token.CacheMode;
import dev.pawl.token.TokenException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A child JVM that asks a shared helper: once at each line of its input. */
final class SharedSourceProcess {
  private SharedSourceProcess() {}

  public static void main(String[] args) throws IOException {
    Map<String, String> environment = System.getenv();
    Settings settings = new Settings(Path.of(args[0], "settings.json"), null);
    HelperSource helper = new HelperSource(settings, environment, TokenClock.system());
    StateDirectory directory = new StateDirectory(Path.of(args[0], "state"));
    TokenClock clock = TokenClock.system();
    try (CacheTable cache =
        new CacheTable(
            directory, clock, new CacheWish(CacheMode.SHARED, settings, environment, 1))) {
      SharedSource source = new SharedSource(helper, directory, cache, clock);
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      System.out.println("ready");
      String last = null;
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        last = answer(source, order.equals("renew") ? last : null);
        System.out.println(last);
      }
    }
  }

  private static String answer(SharedSource source, @Nullable String rejected) {
    try {
      Credential given = source.mint(rejected == null ? null : Fingerprint.of(rejected));
      return given.value();
    } catch (IOException | TokenException e) {
      return e.toString();
    }
  }
}
