package dev.pawl.benchmarks.actor;

import dev.pawl.benchmarks.engine.Home;
import dev.pawl.benchmarks.process.Java;
import dev.pawl.benchmarks.process.Talker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts actors and words their orders. */
public final class Actors {
  private static final List<String> FLAGS =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx64m");

  private Actors() {}

  /** A fresh actor that starts fast, as a command line would. */
  public static Talker start(Path scratch) throws IOException {
    return start(scratch, FLAGS);
  }

  /** A fresh actor with these options of the JVM. */
  public static Talker start(Path scratch, List<String> flags) throws IOException {
    return Talker.start(
        Java.command(flags, ActorMain.class.getName()), scratch.resolve("actors.log"), Map.of());
  }

  /** The order to open a manager of {@code home}; it may be added to. */
  public static Map<String, Object> open(Home home, String profile) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("do", "open");
    order.put("state", home.state().toString());
    order.put("config", home.root().resolve("config").toString());
    order.put("profile", profile);
    return order;
  }
}
