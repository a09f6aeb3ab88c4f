package dev.pawl.cache;

import dev.pawl.cache.table.Geometry;
import dev.pawl.directory.StateFormat;
import dev.pawl.settings.Setting;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import java.util.List;

/**
 * Which cache a state directory gets when it is made: what {@code cache.engine}, {@code
 * cache.profiles} and {@code cache.valueBytes} of the settings say, else a mapped table up to 1,024
 * expected profiles and a Chronicle Map above. Decided once and recorded.
 *
 * @param engine as the record names it
 * @param geometry of its table
 */
public record CachePlan(String engine, Geometry geometry) {
  private static final List<String> ENGINES =
      List.of(StateFormat.MAPPED, StateFormat.CHRONICLE, StateFormat.NONE);

  /**
   * The plan of {@code settings}.
   *
   * @param expectedProfiles what the application expects; the settings outrank it
   * @throws SettingsException if a setting makes no sense; the message names file and field
   */
  public static CachePlan of(Settings settings, int expectedProfiles) throws SettingsException {
    Setting room = settings.find("cache.profiles");
    Setting length = settings.find("cache.valueBytes");
    int profiles =
        room == null ? roomFor(expectedProfiles) : (int) room.integer(1, Geometry.MAX_PROFILES);
    int valueBytes =
        length == null
            ? Geometry.DEFAULT.valueBytes()
            : (int) length.integer(Geometry.MIN_VALUE_BYTES, Geometry.MAX_VALUE_BYTES);
    return new CachePlan(engine(settings, profiles), new Geometry(profiles, valueBytes));
  }

  /* A mapped table is made in full size: what nobody claims takes no space. */
  private static int roomFor(int expectedProfiles) {
    int least = Math.max(expectedProfiles, Geometry.MAX_MAPPED);
    return Math.min(least, Geometry.MAX_PROFILES);
  }

  private static String engine(Settings settings, int profiles) throws SettingsException {
    boolean few = profiles <= Geometry.MAX_MAPPED;
    Setting said = settings.find("cache.engine");
    if (said == null) {
      return few ? StateFormat.MAPPED : StateFormat.CHRONICLE;
    }
    String engine = said.text();
    if (!ENGINES.contains(engine)) {
      throw said.malformed("must be mapped, chronicle or none");
    }
    if (engine.equals(StateFormat.MAPPED) && !few) {
      throw said.malformed(
          "is mapped, whose table has at most "
              + Geometry.MAX_MAPPED
              + " profiles; use chronicle, or lower cache.profiles");
    }
    return engine;
  }
}
