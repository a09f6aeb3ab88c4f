package dev.pawl.cache.chronicle;

import dev.pawl.cache.table.ChronicleEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The engine, as the manager finds it. Making one loads nothing of Chronicle. */
public final class ChronicleMapEngine implements ChronicleEngine {
  @Override
  public @Nullable String problem() {
    return Chronicle.problem();
  }

  @Override
  public List<String> flags() {
    return Chronicle.flags();
  }

  @Override
  public void warmUp() {
    Chronicle.warmUp();
  }

  @Override
  public boolean isReady() {
    return Chronicle.isReady();
  }

  @Override
  public void awaitReady(Duration waitTimeout) throws IOException {
    Chronicle.awaitReady(waitTimeout);
  }

  @Override
  public Places open(Path file, int entries, int valueBytes, Duration waitTimeout)
      throws IOException {
    return EntryMap.open(file, entries, valueBytes, waitTimeout);
  }
}
