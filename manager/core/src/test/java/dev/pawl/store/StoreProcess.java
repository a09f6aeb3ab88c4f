package dev.pawl.store;

import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StateFormat;
import dev.pawl.file.StoreException;
import dev.pawl.lock.KernelLock;
import dev.pawl.spi.Grant;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/** What a child JVM does to a store or a lock, and how one is started. */
public final class StoreProcess {
  private StoreProcess() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[1]);
    switch (args[0]) {
      case "save" -> save(directory);
      case "prepare" -> prepare(directory);
      case "modes" -> modes(new StateDirectory(directory));
      case "hold" -> hold(directory);
      case "cross" -> cross(directory);
      case "forget" -> forget(directory);
      case "share" -> share(directory);
      case "try" -> System.out.println(lock(directory).tryAcquire() == null ? "busy" : "free");
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  public static KernelLock lock(Path directory) {
    return KernelLock.of(directory.resolve("lock"), "default");
  }

  /** Saves one generation after the other until it is killed. */
  private static void save(Path directory) throws IOException {
    FileStore store = Sample.store(directory);
    Grant present = Objects.requireNonNull(store.recover(0, spent -> false).grant());
    while (true) {
      Grant next = Sample.grant(present.generation() + 1);
      store.prepare();
      if (!store.save(next, present)) {
        throw new IOException("the store moved on");
      }
      System.out.println(next.generation());
      present = next;
    }
  }

  /** Tries to prepare and to save, and tells what became of it. */
  private static void prepare(Path directory) throws IOException {
    FileStore store = Sample.store(directory);
    Grant present = Objects.requireNonNull(store.readGrant());
    try {
      store.prepare();
      store.save(Sample.grant(present.generation() + 1), present);
      System.out.println("saved");
    } catch (StoreException e) {
      System.out.println(e.getMessage());
    }
    System.out.println(Objects.requireNonNull(store.readGrant()).generation());
  }

  /** Makes each kind of file. */
  private static void modes(StateDirectory directory) throws IOException {
    directory.prepare();
    GrantStore store = directory.store("default");
    store.replace(Sample.grant(1), null);
    store.keepCopy(Sample.grant(1));
    store.prepare();
    directory.journal("default").create();
    new StateFormat(StateFormat.NONE, "", 0, 0, 0).write(directory);
    Objects.requireNonNull(directory.tableLock().tryAcquire()).close();
  }

  private static void hold(Path directory) throws IOException {
    KernelLock.Held held = Objects.requireNonNull(lock(directory).tryAcquire());
    System.out.println("held");
    while (held != null) {
      LockSupport.park();
    }
  }

  /** Holds a lock while everything that can be forgotten is. */
  private static void forget(Path directory) throws IOException {
    KernelLock.Held held = Objects.requireNonNull(lock(directory).tryAcquire());
    for (int i = 0; i < 5; i++) {
      System.setProperties(new Properties());
      Objects.requireNonNull(KernelLock.of(directory.resolve("lock"), "other").tryAcquire())
          .close();
      System.gc();
    }
    System.out.println("forgotten");
    while (held != null) {
      LockSupport.park();
    }
  }

  /** Has the shared lock of a waiter who has just been woken. */
  private static void share(Path directory) throws IOException {
    Objects.requireNonNull(lock(directory).tryAcquire()).close();
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve("lock").toFile(), "rw");
        FileLock shared = file.getChannel().lock(lock(directory).position(), 1, true)) {
      System.out.println("held");
      while (shared.isValid()) {
        LockSupport.park();
      }
    }
  }

  /** Holds one profile's lock and waits for another's. */
  private static void cross(Path directory) throws IOException {
    try (KernelLock.Held held = Objects.requireNonNull(lock(directory).tryAcquire())) {
      System.out.println("held");
      System.out.println(
          KernelLock.of(directory.resolve("lock"), "other").awaitRelease() && held != null);
    }
  }

  /** The command of a child JVM that runs this class. */
  public static List<String> command(String... args) {
    return commandOf(StoreProcess.class, args);
  }

  private static List<String> commandOf(Class<?> main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xshare:auto", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(args));
    return command;
  }

  public static Process start(String... args) throws IOException {
    return startOf(StoreProcess.class, args);
  }

  /** Starts a child JVM that runs another class in the same way. */
  public static Process startOf(Class<?> main, String... args) throws IOException {
    return start(commandOf(main, args));
  }

  /** Starts a child JVM in mount and user namespaces of its own, after {@code script}. */
  static Process startAfter(String script, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("unshare", "-Urm", "sh", "-ec", script + "; exec \"$@\"", "sh"));
    command.addAll(command(args));
    return start(command);
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .start();
  }

  /** All that the child writes until it ends. */
  public static List<String> output(Process process) throws IOException {
    return reader(process).lines().toList();
  }

  public static BufferedReader reader(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }
}
