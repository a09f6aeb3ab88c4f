package dev.pawl.cache.chronicle;

import dev.pawl.cache.slot.Derived;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.ChronicleTable;
import dev.pawl.cache.table.Geometry;
import dev.pawl.cache.table.SharedCache;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** What a child JVM does with a Chronicle table in its first second. */
final class ChronicleStart {
  private ChronicleStart() {}

  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[1]);
    switch (args[0]) {
      case "problem" -> System.out.println(ChronicleTable.problem());
      case "attach" -> {
        TokenSlot slot = Objects.requireNonNull(ChronicleTable.open(path).find("me"));
        System.out.println(Objects.requireNonNull(slot.read()).record().generation());
        slot.publish(Derived.record(2, 1024));
      }
      case "claim" -> {
        ChronicleTable.awaitReady(Duration.ofMinutes(2));
        SharedCache table = ChronicleTable.openOrCreate(path, new Geometry(3, 1024));
        System.out.println(table.claim("me").read() == null);
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }
}
