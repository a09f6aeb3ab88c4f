package dev.pawl.benchmarks.contention.child;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A peer's lock around the critical section that all peers share: take the lock, read the file
 * again, refresh if it is still expired, write the file, let go. One thread at a time.
 */
final class LockedContender implements Contender {
  private final Path file;
  private final FileLocker lock;
  private final RefreshRequest request;
  private final InstantSource clock;
  private PeerTokenFile held;

  LockedContender(Path file, FileLocker lock, RefreshRequest request, InstantSource clock)
      throws IOException {
    this.file = file;
    this.lock = lock;
    this.request = request;
    this.clock = clock;
    this.held = PeerTokenFile.read(file);
  }

  @Override
  public synchronized void token() throws IOException {
    if (isFresh(held)) {
      return;
    }
    FileLocker.Release release = lock.acquire();
    try {
      held = stored();
    } finally {
      release.close();
    }
  }

  private PeerTokenFile stored() throws IOException {
    PeerTokenFile stored = PeerTokenFile.read(file);
    if (isFresh(stored)) {
      return stored;
    }
    PeerTokenFile fresh = request.spend(stored.refresh());
    fresh.write(file);
    return fresh;
  }

  private boolean isFresh(PeerTokenFile token) {
    return clock.millis() < token.expiresAt();
  }
}
