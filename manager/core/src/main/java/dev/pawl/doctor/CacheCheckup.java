package dev.pawl.doctor;

import dev.pawl.cache.CachePlace;
import dev.pawl.cache.CachePlan;
import dev.pawl.cache.CacheWish;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a checkup finds of the table that a state directory records. */
public final class CacheCheckup {
  private static final String SUBJECT = "cache";

  private CacheCheckup() {}

  /**
   * What is wrong with the settings of the cache; empty if nothing is.
   *
   * @throws SettingsException if they stop the state directory from being used: it has no record
   */
  static List<Finding> ofSettings(StateDirectory directory, Settings settings)
      throws SettingsException {
    try {
      CachePlan unused = CachePlan.of(settings, 1);
      return List.of();
    } catch (SettingsException e) {
      if (!CacheWish.isRecorded(directory)) {
        throw e;
      }
      String detail = e.getMessage() + "; it is ignored, as the cache is chosen already";
      return List.of(Finding.warn("settings", detail, "correct the file"));
    }
  }

  /**
   * What is found of the table that the record of {@code stateDirectory} names; null if there is no
   * record.
   *
   * @throws IOException if the record cannot be read
   */
  public static @Nullable Finding finding(Path stateDirectory) throws IOException {
    StateDirectory directory = new StateDirectory(stateDirectory);
    StateFormat format = StateFormat.read(directory);
    return format == null ? null : finding(directory, format);
  }

  /** What is found of the table that {@code format}, the record of {@code directory}, names. */
  static Finding finding(StateDirectory directory, StateFormat format) {
    CachePlace place = CachePlace.of(directory, format);
    Path file = place.present();
    if (!file.equals(place.recorded()) && place.isToBeHad()) {
      return Finding.ok(SUBJECT, absent(format, place.recorded()));
    }
    try {
      String told = file + ": " + told(CacheSummary.of(format, file));
      return file.equals(place.recorded()) ? Finding.ok(SUBJECT, told) : away(place, told);
    } catch (NoSuchFileException e) {
      String absent = absent(format, file);
      return file.equals(place.recorded()) ? Finding.ok(SUBJECT, absent) : away(place, absent);
    } catch (IOException e) {
      return Finding.warn(
          SUBJECT,
          file + " cannot be used (" + e.getMessage() + "); all works, only slower",
          "none needed: " + maker(format) + " makes it anew");
    }
  }

  private static String told(CacheSummary table) {
    return table.engine()
        + ", "
        + table.used()
        + " of "
        + table.capacity()
        + " slots taken, epoch "
        + table.epoch();
  }

  private static String absent(StateFormat format, Path file) {
    return file
        + " is not there, as before the first use and after a restart; "
        + maker(format)
        + " makes it";
  }

  private static String maker(StateFormat format) {
    return format.engine().equals(StateFormat.CHRONICLE)
        ? "the next program with Chronicle Map that asks for a token"
        : "whoever asks for a token next";
  }

  private static Finding away(CachePlace place, String told) {
    return Finding.warn(
        SUBJECT,
        "it should lie at " + place.recorded() + ", but " + place.problem() + "; meanwhile " + told,
        "none needed: it goes back as soon as that directory is there and this user's alone");
  }
}
