package dev.pawl.drills.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge of classes, prompts, revocations and spends. */
class PromiseTest {
  private static List<String> broken(String cell, Promise.Cost cost, int incidents) {
    return Promise.parse(cell).broken(cost, incidents);
  }

  @ParameterizedTest
  @CsvSource({
    "LOGIN_ONCE 2, LOGIN_ONCE, 2, 1, 2, 2 logins for 1",
    "LOGIN_ONCE 2, LOGIN_ONCE, 1, 2, 2, 2 families died of spends",
    "LOGIN_ONCE 2, LOGIN_ONCE, 1, 1, 3, 3 spends where 2 are due",
    "WINNABLE 2-7, WINNABLE, 0, 0, 1, 1 spends where 2 to 7 are due",
    "WINNABLE 2-7, WINNABLE, 0, 0, 8, 8 spends where 2 to 7 are due",
    "WINNABLE, LOGIN_ONCE, 1, 0, 1, LOGIN_ONCE where WINNABLE is due"
  })
  void broken_costsMoreThanPromised_complains(
      String cell, WinClass reached, int prompts, int revocations, int spends, String complaint) {
    Promise.Cost cost = new Promise.Cost(reached, prompts, revocations, spends);

    List<String> broken = broken(cell, cost, 1);

    assertThat(broken).containsExactly(complaint);
  }

  @Test
  void broken_asPromised_isContent() {
    Promise.Cost cost = new Promise.Cost(WinClass.LOGIN_ONCE, 3, 3, 6);

    List<String> broken = broken("LOGIN_ONCE 2-7", cost, 3);

    assertThat(broken).isEmpty();
  }

  @Test
  void parse_noCell_isRefused() {
    assertThatThrownBy(() -> Promise.parse("LOGIN_ONCE two"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'LOGIN_ONCE two'");
  }
}
