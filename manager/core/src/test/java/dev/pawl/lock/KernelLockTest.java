package dev.pawl.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.process.Stopped;
import dev.pawl.store.StoreProcess;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLockTest {
  @TempDir Path directory;

  @Test
  void tryAcquire_heldByAnotherProcess_isNullAndNamesItUntilItIsKilled() throws Exception {
    Process child = StoreProcess.start("hold", directory.toString());
    assertThat(StoreProcess.reader(child).readLine()).isEqualTo("held");
    KernelLock lock = StoreProcess.lock(directory);

    KernelLock.Held whileHeld = lock.tryAcquire();
    String holder = lock.holder();
    child.destroyForcibly().waitFor();

    assertThat(whileHeld).isNull();
    assertThat(holder).contains(String.valueOf(child.pid()));
    try (KernelLock.Held freed = lock.tryAcquire()) {
      assertThat(freed).isNotNull();
    }
  }

  @Test
  void tryAcquire_heldHere_isRefusedToThreadsAndProcesses() throws Exception {
    KernelLock lock = StoreProcess.lock(directory);

    try (KernelLock.Held held = lock.tryAcquire()) {
      assertThat(held).isNotNull();
      assertThat(lock.tryAcquire()).isNull();
      assertThat(tryInChild()).isEqualTo("busy");
    }

    assertThat(tryInChild()).isEqualTo("free");
  }

  @Test
  void close_oneOfTwoProfiles_keepsTheOther() throws Exception {
    KernelLock one = StoreProcess.lock(directory);
    KernelLock other = KernelLock.of(directory.resolve("lock"), "other");
    KernelLock.Held first = Objects.requireNonNull(one.tryAcquire());
    KernelLock.Held second = Objects.requireNonNull(onThread(other));

    second.close();

    assertThat(one.position()).isNotEqualTo(other.position());
    assertThat(tryInChild()).isEqualTo("busy");
    first.close();
    first.close();
    assertThat(tryInChild()).isEqualTo("free");
  }

  @Test
  void tryAcquire_interruptedThread_takesTheLockAndDropsNone() throws Exception {
    KernelLock.Held first = Objects.requireNonNull(StoreProcess.lock(directory).tryAcquire());

    Thread.currentThread().interrupt();
    KernelLock.Held second = KernelLock.of(directory.resolve("lock"), "other").tryAcquire();
    boolean interrupted = Thread.interrupted();

    assertThat(interrupted).isTrue();
    assertThat(tryInChild()).isEqualTo("busy");
    Objects.requireNonNull(second).close();
    first.close();
  }

  @Test
  void tryAcquire_lockFileDeletedMeanwhile_locksTheNewFile() throws Exception {
    KernelLock lock = StoreProcess.lock(directory);
    Objects.requireNonNull(lock.tryAcquire()).close();
    Files.delete(directory.resolve("lock"));

    KernelLock.Held held = lock.tryAcquire();

    assertThat(held).isNotNull();
    assertThat(tryInChild()).isEqualTo("busy");
    held.close();
  }

  @Test
  void tryAcquire_secondClassLoader_sharesTheGateAndDropsNothing() throws Exception {
    KernelLock.Held held = Objects.requireNonNull(StoreProcess.lock(directory).tryAcquire());

    try (URLClassLoader loader = new URLClassLoader(classPath(), null)) {
      Object same = lockOf(loader, "default");
      Object other = lockOf(loader, "other");

      assertThat(tryAcquire(same)).isNull();
      AutoCloseable others = (AutoCloseable) Objects.requireNonNull(tryAcquire(other));
      others.close();
      assertThat(tryInChild()).isEqualTo("busy");
      held.close();
      AutoCloseable taken = (AutoCloseable) Objects.requireNonNull(tryAcquire(same));
      assertThat(StoreProcess.lock(directory).tryAcquire()).isNull();
      taken.close();
    }
  }

  @Test
  void tryAcquire_systemPropertiesReplacedAndCollected_keepsWhatIsHeld() throws Exception {
    Process child = StoreProcess.start("forget", directory.toString());
    assertThat(StoreProcess.reader(child).readLine()).isEqualTo("forgotten");

    KernelLock.Held taken = StoreProcess.lock(directory).tryAcquire();
    child.destroyForcibly().waitFor();

    assertThat(taken).isNull();
  }

  @Test
  void tryAcquire_anyLock_leavesSystemPropertiesThatAreText() throws Exception {
    KernelLock.Held held = Objects.requireNonNull(StoreProcess.lock(directory).tryAcquire());
    Properties properties = System.getProperties();

    properties.list(new PrintStream(OutputStream.nullOutputStream()));
    properties.store(OutputStream.nullOutputStream(), null);

    assertThat(properties.values()).allMatch(String.class::isInstance);
    held.close();
  }

  @Test
  void tryAcquire_classLoaderIsCollected_keepsWhatOthersHold() throws Exception {
    KernelLock.Held held = Objects.requireNonNull(StoreProcess.lock(directory).tryAcquire());

    WeakReference<ClassLoader> gone = lockedByAnotherLoader();
    for (int i = 0; i < 50 && gone.get() != null; i++) {
      System.gc();
    }
    System.gc();

    assertThat(gone.get()).isNull();
    assertThat(tryInChild()).isEqualTo("busy");
    assertThat(tryInChild()).isEqualTo("busy");
    held.close();
  }

  private WeakReference<ClassLoader> lockedByAnotherLoader() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(classPath(), null)) {
      AutoCloseable others =
          (AutoCloseable) Objects.requireNonNull(tryAcquire(lockOf(loader, "other")));
      others.close();
      return new WeakReference<>(loader);
    }
  }

  @Test
  void isValid_lockFileReplaced_isFalseUntilTheLockIsRegained() throws Exception {
    KernelLock.Held held = Objects.requireNonNull(StoreProcess.lock(directory).tryAcquire());
    boolean before = held.isValid();
    Files.delete(directory.resolve("lock"));
    boolean deleted = held.isValid();
    Files.createFile(directory.resolve("lock"));
    boolean replaced = held.isValid();

    boolean regained = held.regain();

    assertThat(before).isTrue();
    assertThat(deleted).isFalse();
    assertThat(replaced).isFalse();
    assertThat(regained).isTrue();
    assertThat(held.isValid()).isTrue();
    assertThat(tryInChild()).isEqualTo("busy");
    held.close();
    assertThat(tryInChild()).isEqualTo("free");
  }

  @Test
  void regain_anotherProcessHasTheNewFile_isFalse() throws Exception {
    KernelLock.Held held = Objects.requireNonNull(StoreProcess.lock(directory).tryAcquire());
    Files.delete(directory.resolve("lock"));
    Process child = StoreProcess.start("hold", directory.toString());
    assertThat(StoreProcess.reader(child).readLine()).isEqualTo("held");

    boolean early = held.regain();
    child.destroyForcibly().waitFor();

    assertThat(early).isFalse();
    assertThat(held.regain()).isTrue();
    held.close();
  }

  @Test
  void holder_stoppedProcess_isSaidToBeStopped() throws Exception {
    Process child = StoreProcess.start("hold", directory.toString());
    assertThat(StoreProcess.reader(child).readLine()).isEqualTo("held");

    Stopped.stop(child);
    String holder = StoreProcess.lock(directory).holder();
    child.destroyForcibly().waitFor();

    assertThat(holder).contains("process " + child.pid(), "stopped", "kill -CONT " + child.pid());
  }

  @Test
  void holder_waiterThatWasStoppedWithItsSharedLock_isNamed() throws Exception {
    Process child = StoreProcess.start("share", directory.toString());
    assertThat(StoreProcess.reader(child).readLine()).isEqualTo("held");

    Stopped.stop(child);
    KernelLock.Held taken = StoreProcess.lock(directory).tryAcquire();
    String holder = StoreProcess.lock(directory).visibleHolder();
    child.destroyForcibly().waitFor();

    assertThat(taken).isNull();
    assertThat(holder).contains("process " + child.pid(), "stopped", "a waiter");
  }

  @Test
  void awaitRelease_holderIsKilled_returnsAndHoldsNothing() throws Exception {
    Process child = StoreProcess.start("hold", directory.toString());
    assertThat(StoreProcess.reader(child).readLine()).isEqualTo("held");
    KernelLock lock = StoreProcess.lock(directory);
    CompletableFuture<Boolean> seen = awaiting(lock);

    boolean early = seen.isDone();
    child.destroyForcibly();

    assertThat(seen.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(early).isFalse();
    assertThat(tryInChild()).isEqualTo("free");
  }

  @Test
  void awaitRelease_anotherThreadWaitsAlready_saysThatOnlyTryingTells() throws Exception {
    Process child = StoreProcess.start("hold", directory.toString());
    assertThat(StoreProcess.reader(child).readLine()).isEqualTo("held");
    KernelLock lock = StoreProcess.lock(directory);
    CompletableFuture<Boolean> first = awaiting(lock);
    CompletableFuture<Boolean> second = awaiting(lock);

    boolean told = (Boolean) CompletableFuture.anyOf(first, second).get(30, TimeUnit.SECONDS);
    child.destroyForcibly();

    assertThat(told).isFalse();
    assertThat(first.get(30, TimeUnit.SECONDS)).isNotEqualTo(second.get(30, TimeUnit.SECONDS));
  }

  @Test
  void awaitRelease_processesWaitForEachOthersProfiles_oneIsToldThatOnlyTryingTells()
      throws Exception {
    KernelLock other = KernelLock.of(directory.resolve("lock"), "other");
    KernelLock.Held mine = Objects.requireNonNull(other.tryAcquire());
    Process child = StoreProcess.start("cross", directory.toString());
    BufferedReader reader = StoreProcess.reader(child);
    assertThat(reader.readLine()).isEqualTo("held");

    boolean here = awaiting(StoreProcess.lock(directory)).get(30, TimeUnit.SECONDS);
    mine.close();

    assertThat(reader.readLine()).isEqualTo(String.valueOf(!here));
  }

  private static CompletableFuture<Boolean> awaiting(KernelLock lock) {
    CompletableFuture<Boolean> seen = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                seen.complete(lock.awaitRelease());
              } catch (IOException e) {
                seen.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return seen;
  }

  private Object lockOf(ClassLoader loader, String profile) throws ReflectiveOperationException {
    Class<?> type = loader.loadClass(KernelLock.class.getName());
    assertThat(type).isNotSameAs(KernelLock.class);
    Method of = type.getDeclaredMethod("of", Path.class, String.class);
    of.setAccessible(true);
    return of.invoke(null, directory.resolve("lock"), profile);
  }

  private static @Nullable Object tryAcquire(Object lock) throws ReflectiveOperationException {
    return lock.getClass().getMethod("tryAcquire").invoke(lock);
  }

  private static URL[] classPath() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private String tryInChild() throws Exception {
    return StoreProcess.output(StoreProcess.start("try", directory.toString())).get(0);
  }

  private static KernelLock.@Nullable Held onThread(KernelLock lock) throws Exception {
    AtomicReference<KernelLock.@Nullable Held> held = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                held.set(lock.tryAcquire());
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    thread.start();
    thread.join();
    return held.get();
  }
}
