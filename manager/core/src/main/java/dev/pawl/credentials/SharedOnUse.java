package dev.pawl.credentials;

import dev.pawl.cache.CacheTable;
import dev.pawl.directory.StateDirectory;
import dev.pawl.session.ManagerSetup;
import dev.pawl.sharing.SharedSource;
import dev.pawl.source.ShareableSource;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential;
import dev.pawl.spi.CredentialSource;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A source that is shared with the other processes of the user from its first use on. Looking at it
 * opens nothing. Thread-safe.
 */
final class SharedOnUse implements CredentialSource, AutoCloseable {
  private final ShareableSource source;
  private final ManagerSetup setup;
  private final ReentrantLock opening = new ReentrantLock();
  private @Nullable CacheTable opened;
  private volatile @Nullable SharedSource shared;

  SharedOnUse(ShareableSource source, ManagerSetup setup) {
    this.source = source;
    this.setup = setup;
  }

  /** What is shared. */
  ShareableSource source() {
    return source;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Reach reach() {
    return source.reach();
  }

  @Override
  public String origin() {
    return source.origin();
  }

  @Override
  public Billing billing() {
    return source.billing();
  }

  @Override
  public boolean isEmpty() {
    return source.isEmpty();
  }

  @Override
  public boolean isConfigured() throws IOException {
    return source.isConfigured();
  }

  @Override
  public Credential mint(@Nullable Fingerprint rejected) throws IOException {
    return mint(rejected, Duration.ZERO, "");
  }

  /**
   * As {@link #mint(Fingerprint)}, a credential that lives for {@code least} if there are such.
   *
   * @param claims that the server named which rejected; empty if none
   */
  Credential mint(@Nullable Fingerprint rejected, Duration least, String claims)
      throws IOException {
    if (source.reach() != Reach.MACHINE) {
      return source.mint(rejected);
    }
    SharedSource present = shared;
    return (present == null ? share() : present).mint(rejected, least, claims);
  }

  private SharedSource share() {
    opening.lock();
    try {
      SharedSource present = shared;
      if (present == null) {
        StateDirectory directory = setup.prepared();
        CacheTable table = setup.table(directory);
        opened = table;
        present = new SharedSource(source, directory, table, setup.clock());
        shared = present;
      }
      return present;
    } finally {
      opening.unlock();
    }
  }

  /** Lets go of the cache. */
  @Override
  public void close() {
    opening.lock();
    try {
      if (opened != null) {
        opened.close();
      }
    } finally {
      opening.unlock();
    }
  }
}
