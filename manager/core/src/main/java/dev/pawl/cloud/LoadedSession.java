package dev.pawl.cloud;

import dev.pawl.spi.Credential;
import org.jspecify.annotations.Nullable;

/**
 * A session of an adapter that may have been loaded by a class loader of its own: the vendors'
 * libraries look for their parts with that of the thread. Thread-safe.
 */
final class LoadedSession implements CloudSession {
  private final ClassLoader loader;
  private final CloudSession session;

  LoadedSession(CloudEngine engine, CloudContext context) {
    this.loader = engine.getClass().getClassLoader();
    ClassLoader before = enter();
    try {
      this.session = engine.session(context);
    } finally {
      leave(before);
    }
  }

  @Override
  public Credential resolve() throws CloudException {
    ClassLoader before = enter();
    try {
      return session.resolve();
    } finally {
      leave(before);
    }
  }

  @Override
  public Acceptance check(Credential credential) {
    ClassLoader before = enter();
    try {
      return session.check(credential);
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

  @Override
  public @Nullable String loginAdvice() {
    ClassLoader before = enter();
    try {
      return session.loginAdvice();
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
