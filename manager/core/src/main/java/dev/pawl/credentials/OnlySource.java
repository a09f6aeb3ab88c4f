package dev.pawl.credentials;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one source that a process may use, where somebody said which: whoever names a profile means
 * its stored login, and no variable, helper or cloud's switch may put another identity in its
 * place.
 *
 * @param name of the source
 * @param because why no other one is used, for people
 */
record OnlySource(String name, String because) {

  /**
   * What was said, the most deliberate word first: a source by option or in the program, a profile
   * by argument or in the program, the variable PAWL_SOURCE, the variable PAWL_PROFILE.
   *
   * @param source that was asked for by option or in the program; null if none was
   * @param profile that was named by argument or in the program; null if none was
   * @return null if nothing was said, so that the order of the sources decides
   */
  static @Nullable OnlySource of(
      @Nullable String source, @Nullable String profile, Map<String, String> environment) {
    if (source != null) {
      return new OnlySource(source, source + " was asked for");
    }
    if (profile != null) {
      return loginOf(profile);
    }
    String asked = environment.getOrDefault("PAWL_SOURCE", "");
    if (!asked.isEmpty()) {
      return new OnlySource(asked, asked + " was asked for");
    }
    String named = environment.getOrDefault("PAWL_PROFILE", "");
    return named.isEmpty() ? null : loginOf(named);
  }

  private static OnlySource loginOf(String profile) {
    return new OnlySource(
        Precedence.LOGIN, "profile " + profile + " was named, which means its login alone");
  }
}
