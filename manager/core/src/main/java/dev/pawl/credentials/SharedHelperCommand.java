package dev.pawl.credentials;

import dev.pawl.cache.CacheTable;
import dev.pawl.directory.StateDirectory;
import dev.pawl.session.ManagerSetup;
import dev.pawl.sharing.SharedSource;
import dev.pawl.source.HelperSource;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential;
import dev.pawl.spi.CredentialSource;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The helper command among the sources: shared with the other processes of the user from its first
 * use on. Looking at it opens nothing. Thread-safe.
 */
final class SharedHelperCommand implements CredentialSource, AutoCloseable {
  private final HelperSource source;
  private final ManagerSetup setup;
  private final ReentrantLock opening = new ReentrantLock();
  private @Nullable CacheTable opened;
  private volatile @Nullable SharedSource shared;

  SharedHelperCommand(ManagerSetup setup) {
    this.setup = setup;
    this.source = new HelperSource(setup.settings(), setup.environment(), setup.clock());
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

  /** What it prints is an API key. */
  @Override
  public Billing billing() {
    return Billing.PER_TOKEN;
  }

  @Override
  public boolean isConfigured() throws IOException {
    return source.isConfigured();
  }

  /** How its keys are presented. */
  Credential.Kind kind() throws IOException {
    return source.terms().kind();
  }

  @Override
  public Credential mint(@Nullable Fingerprint rejected) throws IOException {
    SharedSource present = shared;
    return (present == null ? share() : present).mint(rejected);
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
