package dev.pawl.benchmarks.hotread;

import dev.pawl.TokenManager;
import dev.pawl.benchmarks.engine.Engine;
import dev.pawl.benchmarks.engine.Home;
import dev.pawl.token.Token;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A fresh token that any process may replace at any moment. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by JMH before each trial
public class PawlRead {
  /** The cache's engine. */
  @Param("mapped")
  public String engine = "mapped";

  private Home home;
  private TokenManager manager;

  /** A stored login; no server is needed. */
  @Setup(Level.Trial)
  public void logIn() throws IOException {
    home = Home.create(Engine.named(engine), 2_000);
    manager = home.loggedIn("bench");
    if (!manager.status().cache().equals(engine)) {
      throw new IOException("wanted engine " + engine + ", got " + manager.status().cache());
    }
  }

  /** Leaves nothing behind. */
  @TearDown(Level.Trial)
  public void clean() throws IOException {
    manager.close();
    home.delete();
  }

  /** The measured call. */
  @Benchmark
  public Token token() {
    return manager.token();
  }
}
