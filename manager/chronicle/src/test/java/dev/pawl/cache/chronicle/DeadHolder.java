package dev.pawl.cache.chronicle;

import dev.pawl.cache.table.ChronicleTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.map.ExternalMapQueryContext;

/** A process that dies with Chronicle's own lock held, as a kill -9 within an insertion does. */
public final class DeadHolder {
  private static final int SPARE = 64;

  private DeadHolder() {}

  /** Has a child JVM take the lock of the map in {@code file} and die. */
  public static void leaveLock(Path file, int profiles, int slotBytes)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ChronicleTable.flags());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(DeadHolder.class.getName());
    command.addAll(List.of(file.toString(), "" + (profiles + SPARE), "" + slotBytes));
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 9) {
      throw new IOException("the child ended with " + code);
    }
  }

  public static void main(String[] args) throws IOException {
    Chronicle.awaitReady(Duration.ofMinutes(2));
    EntryMap entries =
        EntryMap.open(
            Path.of(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Duration.ofMinutes(1));
    ExternalMapQueryContext<byte[], byte[], ?> context = entries.map.queryContext(new byte[32]);
    context.writeLock().lock();
    Runtime.getRuntime().halt(9);
  }
}
