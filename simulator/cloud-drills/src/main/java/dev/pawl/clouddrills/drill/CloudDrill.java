package dev.pawl.clouddrills.drill;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A drill of the catalogue that needs a cloud.
 *
 * @param number its number in the catalogue; variants share one
 * @param name unique
 * @param summary what is broken, and what is due, in one line
 * @param tls whether the vendor's library takes nothing else
 * @param course what happens
 */
public record CloudDrill(int number, String name, String summary, boolean tls, Course course) {
  /** What happens in a drill. It holds against the stage what must not be. */
  @FunctionalInterface
  public interface Course {
    /**
     * Takes its course.
     *
     * @throws IOException if a program does not do what it must
     */
    void run(CloudStage stage) throws IOException;
  }

  /** Returns all, in the order of their numbers. */
  public static List<CloudDrill> all() {
    return Stream.of(AwsDrills.all(), GoogleDrills.all(), AzureDrills.all())
        .flatMap(List::stream)
        .sorted(java.util.Comparator.comparingInt(CloudDrill::number))
        .toList();
  }

  /**
   * Returns those that are meant by names or numbers; by nothing, all.
   *
   * @throws IllegalArgumentException if a word means none
   */
  public static List<CloudDrill> meant(List<String> words) {
    for (String word : words) {
      if (all().stream().noneMatch(drill -> drill.isMeantBy(word))) {
        throw new IllegalArgumentException(
            "there is no drill '" + word + "' of clouds; see --list");
      }
    }
    return all().stream()
        .filter(drill -> words.isEmpty() || words.stream().anyMatch(drill::isMeantBy))
        .toList();
  }

  private boolean isMeantBy(String word) {
    return word.equals(name) || word.equals(Integer.toString(number));
  }

  /**
   * Runs it.
   *
   * @param processes how many programs the user has
   * @param seed what the simulator's secrets are made from
   * @throws IOException if nothing can be run here
   */
  public CloudVerdict run(int processes, long seed) throws IOException {
    long begun = System.nanoTime();
    try (CloudStage stage = CloudStage.of(this, processes, seed)) {
      stage.play(course);
      return stage.verdict(this, seed, (System.nanoTime() - begun) / 1_000_000);
    }
  }
}
