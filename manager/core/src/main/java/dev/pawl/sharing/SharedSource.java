package dev.pawl.sharing;

import dev.pawl.cache.CacheTable;
import dev.pawl.clock.TokenClock;
import dev.pawl.directory.StateDirectory;
import dev.pawl.file.FileIdentity;
import dev.pawl.source.ShareableSource;
import dev.pawl.source.ShareableSource.Terms;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Fingerprint;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A source that is asked once for all processes of the user: what it gives lies in the shared cache
 * for its lifetime. After that the old credential is still given at once while one thread of the
 * machine asks again. A source that fails is left alone by all for a while, and a usable old
 * credential goes on being given.
 *
 * <p>Only a cache in memory (a tmpfs) is used; without one each process asks for itself, by the
 * same rules. Thread-safe; safe for virtual threads.
 */
public final class SharedSource {
  private final ShareableSource source;
  private final StateDirectory directory;
  private final CacheTable cache;
  private final TokenClock clock;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable SharedCredentialCache last;

  /**
   * Shares the credentials of {@code source}.
   *
   * @param directory whose lock file is used; created at the first {@link #mint}
   * @param cache the table of that directory; whoever made it closes it
   * @param clock that tells how old a credential is
   */
  public SharedSource(
      ShareableSource source, StateDirectory directory, CacheTable cache, TokenClock clock) {
    this.source = source;
    this.directory = directory;
    this.cache = cache;
    this.clock = clock;
  }

  /**
   * A credential that is not {@code rejected}; null if nothing was. Waits only if there is nothing
   * usable to be given. A rejection is answered by asking the source once for all that report it;
   * if what it gives then is rejected too, it is not asked again for a minute.
   *
   * @throws TokenException TRY_LATER while the source is left alone and there is nothing to give,
   *     or if the wait ends; its message says which
   * @throws IOException what the source throws, to the one caller that made it be asked
   */
  public Credential mint(@Nullable Fingerprint rejected) throws IOException {
    return mint(rejected, Duration.ZERO);
  }

  /**
   * As {@link #mint(Fingerprint)}, a credential that lives for {@code least} from now on; for half
   * of its whole life if that is shorter than twice {@code least}.
   */
  public Credential mint(@Nullable Fingerprint rejected, Duration least) throws IOException {
    return mint(rejected, least, "");
  }

  /**
   * As {@link #mint(Fingerprint, Duration)}, made for {@code claims} if the source is asked now and
   * knows what to do with them.
   *
   * @param claims that the server named which rejected, a JSON object; empty if none
   */
  public Credential mint(@Nullable Fingerprint rejected, Duration least, String claims)
      throws IOException {
    Terms terms = source.terms();
    List<FileIdentity> files = FileIdentity.ofAll(terms.files());
    return cache(terms).serve(new SharedDemand(terms, files, rejected, least, claims));
  }

  /* The settings or the declared variables decide the key; they change seldom. */
  private SharedCredentialCache cache(Terms terms) throws IOException {
    SharedCredentialCache present = last;
    if (present != null && present.key().equals(terms.key())) {
      return present;
    }
    opening.lock();
    try {
      present = last;
      return present != null && present.key().equals(terms.key()) ? present : open(terms);
    } finally {
      opening.unlock();
    }
  }

  private SharedCredentialCache open(Terms terms) throws IOException {
    directory.prepare();
    SharedCredentialSlot slot = new SharedCredentialSlot(terms.key(), directory, cache);
    SharedCredentialCache fresh = new SharedCredentialCache(source, terms.key(), slot, clock);
    last = fresh;
    return fresh;
  }
}
