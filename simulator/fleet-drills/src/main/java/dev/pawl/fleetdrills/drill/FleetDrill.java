package dev.pawl.fleetdrills.drill;

import dev.pawl.fleetdrills.ground.Ground;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A drill of the catalogue that needs several hosts.
 *
 * @param number its number in the catalogue
 * @param name unique among them
 * @param summary what is broken, and what is due, in one line
 * @param processes how many each host has, if not said otherwise
 * @param needs what it needs
 * @param course what happens
 */
public record FleetDrill(
    int number, String name, String summary, int processes, Need needs, Course course) {
  /** What a drill needs besides hosts and a store. */
  public enum Need {
    /** Nothing. */
    NOTHING,
    /** Hosts that can be cut off. */
    NETWORKS
  }

  /** What happens in a drill. It holds against the stage what must not be. */
  @FunctionalInterface
  public interface Course {
    /**
     * Takes its course.
     *
     * @throws IOException if a program does not do what it must
     */
    void run(FleetStage stage) throws IOException;
  }

  /** Returns all, in the order of their numbers. */
  public static List<FleetDrill> all() {
    return Stream.of(
            HerdDrills.all(),
            HolderDrills.all(),
            StoreDrills.all(),
            HostDrills.all(),
            RandomDrill.all())
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt(FleetDrill::number))
        .toList();
  }

  /**
   * Returns those that are meant by names or numbers; by nothing, all.
   *
   * @throws IllegalArgumentException if a word means none
   */
  public static List<FleetDrill> meant(List<String> words) {
    for (String word : words) {
      if (all().stream().noneMatch(drill -> drill.isMeantBy(word))) {
        throw new IllegalArgumentException(
            "there is no drill '" + word + "' of the fleet; see --list");
      }
    }
    return all().stream()
        .filter(drill -> words.isEmpty() || words.stream().anyMatch(drill::isMeantBy))
        .toList();
  }

  private boolean isMeantBy(String word) {
    return word.equals(name) || word.equals(Integer.toString(number));
  }

  /** Returns why it cannot be run on {@code ground}; empty if it can. */
  public String lacks(Ground ground) {
    return switch (needs) {
      case NOTHING -> "";
      case NETWORKS -> ground.network().lacks();
    };
  }

  /**
   * Runs it.
   *
   * @param most how many processes a host may have
   * @param seed what its chances are drawn from
   * @throws IOException if nothing can be run here
   */
  public FleetVerdict run(Ground ground, String engine, int most, long seed) throws IOException {
    long begun = System.nanoTime();
    FleetStage stage = new FleetStage(ground, Math.min(most, processes), seed);
    stage.play(course);
    return new FleetVerdict(
        this,
        engine,
        Math.min(most, processes),
        stage.counts(),
        stage.violations(),
        "./pawl drill fleet "
            + name
            + " --engine "
            + engine
            + " --processes "
            + most
            + " --seed "
            + seed,
        (System.nanoTime() - begun) / 1_000_000);
  }
}
