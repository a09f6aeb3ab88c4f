package dev.pawl.benchmarks.contention.child;

import dev.pawl.TokenManager;
import dev.pawl.token.CacheMode;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** The manager, as an application embeds it. */
final class PawlContender implements Contender {
  private final TokenManager manager;

  PawlContender(Path directory, CacheMode cache, InstantSource clock) {
    this.manager = open(directory, cache, clock);
  }

  static TokenManager open(Path directory, CacheMode cache, InstantSource clock) {
    return TokenManager.builder().stateDirectory(directory).cache(cache).clock(clock).build();
  }

  TokenManager manager() {
    return manager;
  }

  @Override
  public void token() throws IOException {
    try {
      manager.token();
    } catch (TokenException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
