package dev.pawl.benchmarks.contention.child;

import com.microsoft.aad.msal4jextensions.PersistenceSettings;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;

/**
 * The lock of msal4j-persistence-extension with its own defaults: 60 tries, 100 ms apart. The class
 * is not public, so it is reached through a private lookup.
 */
final class MsalLocker implements FileLocker {
  private static final int DELAY_MILLIS = 100;
  private static final int TRIES = 60;

  private final Path file;
  private final MethodHandle create;
  private final MethodHandle lock;
  private final MethodHandle unlock;

  MsalLocker(Path file) throws IOException {
    this.file = file;
    try {
      MethodHandles.Lookup inside =
          MethodHandles.privateLookupIn(PersistenceSettings.class, MethodHandles.lookup());
      Class<?> type =
          inside.findClass("com.microsoft.aad.msal4jextensions.CrossProcessCacheFileLock");
      MethodType parameters = MethodType.methodType(void.class, String.class, int.class, int.class);
      create = inside.findConstructor(type, parameters);
      lock = inside.findVirtual(type, "lock", MethodType.methodType(void.class));
      unlock = inside.findVirtual(type, "unlock", MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new IOException("this version of msal4j-persistence-extension has no such lock", e);
    }
  }

  @Override
  public Release acquire() throws IOException {
    Object held = call(() -> create.invoke(file.toString(), DELAY_MILLIS, TRIES));
    call(() -> lock.invoke(held));
    return () -> call(() -> unlock.invoke(held));
  }

  private interface Call {
    Object run() throws Throwable;
  }

  private static Object call(Call call) throws IOException {
    try {
      return call.run();
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }
}
