package dev.pawl.drills;

import dev.pawl.drills.random.ScriptFile;
import dev.pawl.drills.script.Catalogue;
import dev.pawl.drills.script.DrillDefinition;
import dev.pawl.simulator.core.RotationPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which drills are run, and how.
 *
 * @param processes the most processes of a drill
 * @param seed of every drill
 * @param policy of every drill; null for each drill's own
 * @param cache of every drill; null for the mapped one, and none for the first drill too
 * @param matrix whether every policy and every cache is wanted
 * @param script of random drills; null for what is drawn from their seeds
 */
public record Programme(
    int processes,
    long seed,
    @Nullable RotationPolicy policy,
    @Nullable String cache,
    boolean matrix,
    @Nullable ScriptFile script) {
  /** What a cache may be. */
  public static final List<String> CACHES = List.of("mapped", "chronicle", "none");

  private static final String ALL = "all";
  private static final String MAPPED = "mapped";
  private static final String NONE = "none";

  /* Not among all: one must fail, and the others take as long as one wants. */
  private static final List<DrillDefinition> APART =
      List.of(Catalogue.brokenClients(), Catalogue.soak(), Catalogue.random());

  /**
   * Returns the lines of the list of drills.
   *
   * @param words which; none for all
   * @throws IllegalArgumentException if a word means no drill
   */
  public static List<String> list(List<String> words) {
    List<DrillDefinition> drills =
        new ArrayList<>(words.isEmpty() ? Catalogue.drills() : meant(words));
    APART.stream().filter(drill -> words.contains(drill.name())).forEach(drills::add);
    return drills.stream()
        .map(
            drill ->
                String.format(
                    Locale.ROOT,
                    "%3d  %-24s %-17s %s",
                    drill.number(),
                    drill.name(),
                    drill.policy(),
                    drill.summary()))
        .toList();
  }

  /**
   * Returns the exercises that are meant by names, numbers, {@code all} or {@code random}; by
   * nothing, the core set.
   *
   * @param runs how many times each, with seeds one after another; null for once, and ten times
   *     {@code random}
   * @throws IllegalArgumentException if a word means no drill
   */
  public List<Exercise> of(List<String> words, @Nullable Integer runs) {
    List<Exercise> exercises = new ArrayList<>();
    for (int run = 0; run < (runs == null ? 1 : runs); run++) {
      for (DrillDefinition drill : words.isEmpty() ? Catalogue.core() : meant(words)) {
        exercises.addAll(exercises(drill, isSet(words), seed + run));
      }
    }
    for (DrillDefinition drill : APART) {
      if (words.contains(drill.name()) && !drill.name().equals(Catalogue.RANDOM)) {
        exercises.addAll(exercises(drill, false, seed));
      }
    }
    if (words.contains(Catalogue.RANDOM)) {
      int usual = script == null ? 10 : 1;
      for (int run = 0; run < (runs == null ? usual : runs); run++) {
        exercises.add(random(seed + run));
      }
    } else if (script != null) {
      throw new IllegalArgumentException("--script is for 'random' alone");
    }
    return exercises;
  }

  private static boolean isSet(List<String> words) {
    return words.isEmpty() || words.contains(ALL);
  }

  private static List<DrillDefinition> meant(List<String> words) {
    for (String word : words) {
      if (!word.equals(ALL)
          && APART.stream().noneMatch(drill -> drill.name().equals(word))
          && Catalogue.drills().stream().noneMatch(drill -> drill.isMeantBy(word))) {
        throw new IllegalArgumentException("there is no drill '" + word + "'; see --list");
      }
    }
    return Catalogue.drills().stream()
        .filter(drill -> words.contains(ALL) || words.stream().anyMatch(drill::isMeantBy))
        .toList();
  }

  private List<Exercise> exercises(DrillDefinition drill, boolean set, long from) {
    List<RotationPolicy> policies =
        policy != null
            ? List.of(policy)
            : matrix ? List.of(RotationPolicy.values()) : List.of(drill.policy());
    List<String> caches =
        cache != null
            ? List.of(cache)
            : matrix
                ? CACHES
                : set && drill.number() == 1 ? List.of(MAPPED, NONE) : List.of(MAPPED);
    List<Exercise> exercises = new ArrayList<>();
    for (RotationPolicy each : policies) {
      for (String which : caches) {
        exercises.add(exercise(drill, each, which, from));
      }
    }
    return exercises;
  }

  private Exercise exercise(DrillDefinition drill, RotationPolicy each, String which, long from) {
    return new Exercise(drill, each, which, Math.min(processes, drill.most()), from, null);
  }

  private Exercise random(long from) {
    DrillDefinition drill = Catalogue.random();
    RotationPolicy[] all = RotationPolicy.values();
    RotationPolicy drawn =
        policy != null ? policy : all[(int) Math.floorMod(from * 31, (long) all.length)];
    Exercise exercise =
        exercise(drill, drawn, cache != null ? cache : from % 4 == 0 ? NONE : MAPPED, from);
    return script == null ? exercise : exercise.withScript(script);
  }
}
