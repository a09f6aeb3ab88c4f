package dev.pawl.it;
import dev.pawl.simulator.core.RotationPolicy;
import dev.pawl.spi.Replay;
import java.util.*;
import org.junit.jupiter.api.Test;
class ScratchTest {
  @Test void run() throws Exception {
    String[] a = System.getProperty("play").split(" ");
    Stage stage = new Stage(RotationPolicy.valueOf(a[0]));
    try (Play play = new Play(stage, Replay.parse(a[1]))) {
      long p = stage.simulator.ledger().position();
      try {
        play.begin();
        for (int i = 2; i < a.length; i++) { String[] s = a[i].split(",");
          System.out.println("== " + a[i]);
          play.perform(new Step(Step.Act.valueOf(s[0]), Integer.parseInt(s[1]), Integer.parseInt(s[2]))); 
          if (java.nio.file.Files.exists(play.home.resolve("grants/default.journal"))) System.out.println("   J " + new String(java.nio.file.Files.readAllBytes(play.home.resolve("grants/default.journal"))).replaceAll("[\0]+"," | "));}
        System.out.println("== end");
        play.end();
      } finally {
        int n = 0;
        for (var e : stage.simulator.ledger().since(p).list()) if (n++ < 30) System.out.println(e.members());
        System.out.println("entries " + n);
      }
    }
    stage.close();
  }
}
