package dev.pawl.drills.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomScriptTest {
  @TempDir Path home;

  @Test
  void drawn_sameSeed_isTheSame() {
    assertThat(RandomScript.drawn(7)).isEqualTo(RandomScript.drawn(7));
  }

  @Test
  void drawn_hundredSeeds_haveEveryTroubleAndThreeToFiveRounds() {
    Set<Object> kinds = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      RandomScript script = RandomScript.drawn(seed);
      assertThat(script.rounds()).hasSizeBetween(3, 5);
      script.rounds().stream()
          .map(Round::trouble)
          .forEach(trouble -> kinds.add(trouble == null ? "none" : trouble.kind()));
    }

    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "none",
            Round.Trouble.Kind.KILL,
            Round.Trouble.Kind.INTERRUPT,
            Round.Trouble.Kind.LOGOUT);
  }

  @Test
  void write_anyScript_isReadAsItWas() throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      RandomScript script = RandomScript.drawn(seed);

      ScriptFile written = ScriptFile.write(home.resolve("scripts/one.json"), script);

      assertThat(ScriptFile.read(written.path())).isEqualTo(written);
      assertThat(written.script()).isEqualTo(script);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"rounds\":[]} | \"replay\" must be one of",
        "{\"replay\":\"never\"} | \"rounds\" is missing",
        "{\"replay\":\"never\",\"rounds\":[{\"advanceSeconds\":-1}]} | time does not go back",
        "{\"replay\":\"never\",\"rounds\":[{\"fault\":\"refresh: SOMETIME\"}]} | SOMETIME",
        "{\"replay\":\"never\",\"rounds\":[{\"when\":1}]} | when",
        "{\"replay\":\"never\", | line 1",
      })
  void read_wrongScript_saysWhatIsWrong(String json, String why) throws Exception {
    Path file = home.resolve("wrong.json");
    Files.writeString(file, json);

    assertThatThrownBy(() -> ScriptFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why);
  }

  @Test
  void read_noFile_saysWhich() {
    assertThatThrownBy(() -> ScriptFile.read(home.resolve("none.json")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.json cannot be read");
  }
}
