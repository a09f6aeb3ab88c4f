package dev.pawl.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.drills.script.Catalogue;
import dev.pawl.drills.script.DrillDefinition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the words of a command line mean. */
class ProgrammeTest {
  private final Programme programme = new Programme(32, 1, null, null, false, null);

  @Test
  void of_noWord_isTheCoreSet() {
    List<Exercise> exercises = programme.of(List.of(), null);

    assertThat(names(exercises))
        .hasSize(26)
        .isSubsetOf(names(programme.of(List.of("all"), null)))
        .contains("expiry-herd", "crash-mid-write", "429-committed", "sigint");
    assertThat(exercises).hasSize(27);
  }

  @Test
  void of_noWord_hasEveryKindOfTrouble() {
    Set<Integer> left = numbers(programme.of(List.of("all"), null));

    left.removeAll(numbers(programme.of(List.of(), null)));

    assertThat(left).containsExactly(7, 8, 16, 19, 21, 24, 32, 33, 40, 41, 42, 43, 44, 47, 48, 49);
  }

  @Test
  void of_all_isTheCatalogue() {
    List<Exercise> exercises = programme.of(List.of("all"), null);

    assertThat(names(exercises))
        .isEqualTo(
            Catalogue.drills().stream().map(DrillDefinition::name).collect(Collectors.toSet()));
    assertThat(exercises).hasSize(Catalogue.drills().size() + 1);
  }

  private static Set<String> names(List<Exercise> exercises) {
    return exercises.stream().map(each -> each.definition().name()).collect(Collectors.toSet());
  }

  private static Set<Integer> numbers(List<Exercise> exercises) {
    return exercises.stream()
        .map(each -> each.definition().number())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
