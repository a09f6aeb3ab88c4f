package dev.pawl.benchmarks.hotread;

import dev.pawl.TokenManager;
import dev.pawl.benchmarks.engine.Engine;
import dev.pawl.benchmarks.engine.Home;
import dev.pawl.cache.slot.SlotRecord;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.MappedTable;
import dev.pawl.token.Token;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The first call after another process published: another mapping of the same memory publishes
 * before each call. The measured time holds one reading of the clock, which JMH takes.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by JMH before each trial
public class PawlPublished {
  private Home home;
  private TokenManager manager;
  private MappedTable other;
  private TokenSlot slot;
  private SlotRecord record;

  /** A stored login, and a second view of its slot. */
  @Setup(Level.Trial)
  public void logIn() throws IOException {
    home = Home.create(Engine.MAPPED, 16);
    manager = home.loggedIn("bench");
    other = MappedTable.open(home.cacheFile());
    TokenSlot found = other.find("bench");
    TokenSlot.Reading reading = found == null ? null : found.read();
    if (found == null || reading == null) {
      throw new IOException("nothing was published");
    }
    slot = found;
    record = reading.record();
  }

  /** What another process does. */
  @Setup(Level.Invocation)
  public void publish() {
    slot.publish(record);
  }

  /** Leaves nothing behind. */
  @TearDown(Level.Trial)
  public void clean() throws IOException {
    manager.close();
    other.close();
    home.delete();
  }

  /** The measured call. */
  @Benchmark
  public Token tokenAfterPublication() {
    return manager.token();
  }
}
