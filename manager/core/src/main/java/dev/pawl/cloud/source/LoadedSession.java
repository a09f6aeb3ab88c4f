package dev.pawl.cloud.source;

import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudEngine;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudSession;
import dev.pawl.process.OwnThread;
import dev.pawl.spi.Credential;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A session of an adapter that may have been loaded by a class loader of its own: the vendors'
 * libraries look for their parts with that of the thread. Thread-safe.
 */
final class LoadedSession implements CloudSession {
  private static final Logger LOG = System.getLogger(LoadedSession.class.getName());

  private final ClassLoader loader;
  private final CloudSession session;
  private final Duration limit;

  LoadedSession(CloudEngine engine, CloudContext context, Duration limit) {
    this.limit = limit;
    this.loader = engine.getClass().getClassLoader();
    ClassLoader before = enter();
    try {
      this.session = engine.session(context);
    } finally {
      leave(before);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>On a thread of its own, since the libraries wait for programs and servers as long as they
   * like; one that takes longer than the limit is broken off.
   */
  @Override
  public Credential resolve() throws CloudException {
    return resolve("");
  }

  @Override
  public Credential resolve(String claims) throws CloudException {
    CompletableFuture<Credential> found = new CompletableFuture<>();
    OwnThread thread = OwnThread.daemon(() -> resolveInto(found, claims), "pawl-cloud");
    thread.start();
    try {
      return found.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CloudException known ? known : unusable(e.getCause());
    } catch (TimeoutException e) {
      thread.breakOff();
      throw new CloudException(
          CloudException.Kind.UNAVAILABLE,
          "the credentials were not found within " + limit.toSeconds() + " s",
          e);
    } catch (InterruptedException e) {
      thread.breakOff();
      Thread.currentThread().interrupt();
      throw new CloudException(CloudException.Kind.UNAVAILABLE, "this process is ending", e);
    }
  }

  private void resolveInto(CompletableFuture<Credential> found, String claims) {
    ClassLoader before = enter();
    try {
      found.complete(session.resolve(claims));
    } catch (CloudException | RuntimeException | Error e) {
      found.completeExceptionally(e);
    } finally {
      leave(before);
    }
  }

  /* Such as a configuration file that the library cannot read. */
  private static CloudException unusable(@Nullable Throwable e) {
    return new CloudException(
        CloudException.Kind.MISCONFIGURED,
        "the vendor's library cannot use what is configured: "
            + (e == null ? "unknown" : e.getClass().getSimpleName() + ": " + e.getMessage()),
        e);
  }

  @Override
  public Acceptance check(Credential credential) {
    ClassLoader before = enter();
    try {
      return session.check(credential);
    } catch (RuntimeException e) { // such as a configuration file that the library cannot read
      LOG.log(Level.WARNING, "whether credentials are accepted cannot be asked: {0}", e.toString());
      return Acceptance.UNKNOWN;
    } finally {
      leave(before);
    }
  }

  @Override
  public Identity identity() {
    ClassLoader before = enter();
    try {
      return session.identity();
    } finally {
      leave(before);
    }
  }

  private @Nullable ClassLoader enter() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    return before;
  }

  private static void leave(@Nullable ClassLoader before) {
    Thread.currentThread().setContextClassLoader(before);
  }
}
