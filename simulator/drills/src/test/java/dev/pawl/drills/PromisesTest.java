package dev.pawl.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.drills.script.Catalogue;
import dev.pawl.drills.script.DrillDefinition;
import dev.pawl.drills.stage.WinClass;
import dev.pawl.simulator.core.RotationPolicy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PromisesTest {
  private final List<DrillDefinition> drills =
      Stream.concat(
              Catalogue.drills().stream(),
              Stream.of(Catalogue.brokenClients(), Catalogue.soak(), Catalogue.random()))
          .toList();

  @Test
  void shipped_everyDrillAndPolicy_hasACell() {
    Promises promises = Promises.shipped();

    for (DrillDefinition drill : drills) {
      for (RotationPolicy policy : RotationPolicy.values()) {
        assertThat(promises.cell(drill.name(), policy)).as(drill.name() + " " + policy).isPresent();
      }
    }
  }

  @Test
  void shipped_everyDrillThatIsNoChance_saysHowManySpendsAreDue() {
    Promises promises = Promises.shipped();
    List<String> chances = List.of("random", "soak", "broken-clients", "crash-mid-write");

    for (String name : promises.names()) {
      for (RotationPolicy policy : RotationPolicy.values()) {
        assertThat(promises.cell(name, policy).orElseThrow().isCounted())
            .as(name + " " + policy)
            .isEqualTo(!chances.contains(name));
      }
    }
  }

  @Test
  void shipped_everyRow_isADrill() {
    List<String> names = drills.stream().map(DrillDefinition::name).toList();

    assertThat(Promises.shipped().names()).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void catalogue_everyNumberOfTheIssue_isThere() {
    List<Integer> numbers = Catalogue.drills().stream().map(DrillDefinition::number).toList();

    assertThat(numbers)
        .isSorted()
        .contains(1, 2, 3, 4, 5, 6, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21)
        .contains(22, 23, 24, 25, 26, 27, 28, 29, 32, 33, 40, 43, 46, 47);
  }

  @Test
  void classes_inOrder_getWorse() {
    assertThat(WinClass.LOGIN_ONCE.isWorseThan(WinClass.WINNABLE)).isTrue();
    assertThat(WinClass.DEGRADED.isWorseThan(WinClass.WINNABLE)).isTrue();
    assertThat(WinClass.WINNABLE.isWorseThan(WinClass.LOGIN_ONCE)).isFalse();
    assertThat(WinClass.DEGRADED.isWorseThan(WinClass.DEGRADED)).isFalse();
  }
}
