package dev.pawl.benchmarks.actor;

import dev.pawl.TokenManager;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.MappedTable;
import dev.pawl.directory.StateDirectory;
import dev.pawl.json.Fields;
import dev.pawl.lock.KernelLock;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Token;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an actor can do; every answer is an instant or a duration of {@link System#nanoTime}. */
final class Actor {
  private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(20);
  private static final long SILENCE = TimeUnit.SECONDS.toNanos(1);

  private final List<KernelLock.Held> held = new ArrayList<>();
  private final List<FileLock> kept = new ArrayList<>();
  private @Nullable TokenManager manager;

  Object obey(Fields order) throws IOException {
    return switch (order.text("do")) {
      case "wake" -> System.nanoTime();
      case "hold" -> hold(Path.of(order.text("state")), order.text("profile"));
      case "keep" -> keep(Path.of(order.text("file")));
      case "queue" -> queue(Path.of(order.text("file")));
      case "open" -> open(order);
      case "token" -> token();
      case "spin" -> spin(Path.of(order.text("table")), (int) order.integer("count", 0));
      case "call" -> call((int) order.integer("count", 0));
      default -> throw new IOException("no order " + order.text("do"));
    };
  }

  /** Takes the refresh lock and keeps it. */
  private long hold(Path state, String profile) throws IOException {
    KernelLock.Held lock = new StateDirectory(state).lock(profile).tryAcquire();
    if (lock == null) {
      throw new IOException("the lock is taken");
    }
    held.add(lock);
    return System.nanoTime();
  }

  /** Takes the lock of a plain file and keeps it. */
  private long keep(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    kept.add(channel.lock());
    return System.nanoTime();
  }

  /** Waits in the kernel for the lock of a plain file; when it came. */
  private static long queue(Path file) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      long entered = System.nanoTime();
      lock.release();
      return entered;
    }
  }

  /** Opens a manager at an instant and asks it once; how long after that it had its token. */
  private long open(Fields order) throws IOException {
    long start = order.integer("start", 0);
    for (long left = start - System.nanoTime(); left > 0; left = start - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    long begun = start > 0 ? start : System.nanoTime();
    TokenManager opened =
        TokenManager.builder()
            .environment(environment(order))
            .cache(CacheMode.valueOf(order.text("cache", "SHARED")))
            .profile(order.text("profile"))
            .warmUp(order.integer("warmUp", 0) == 1)
            .build();
    if (order.integer("ask", 1) == 1) {
      opened.token();
    }
    manager = opened;
    return System.nanoTime() - begun;
  }

  private static Map<String, String> environment(Fields order) throws IOException {
    return Map.of(
        "PAWL_HOME", order.text("state"), "XDG_CONFIG_HOME", order.text("config"), "HOME", "/");
  }

  /** Asks for a token; when it came. */
  private long token() throws IOException {
    open().token();
    return System.nanoTime();
  }

  private TokenManager open() throws IOException {
    TokenManager opened = manager;
    if (opened == null) {
      throw new IOException("no manager is open");
    }
    return opened;
  }

  /** Reads the slot's stamp without a pause; when each new one was seen: {@code stamp:instant}. */
  private static String spin(Path file, int count) throws IOException {
    List<String> seen = new ArrayList<>();
    try (MappedTable table = MappedTable.open(file)) {
      TokenSlot slot = table.find("bench");
      if (slot == null) {
        throw new IOException("no slot");
      }
      long last = slot.stamp();
      long deadline = System.nanoTime() + TIMEOUT;
      while (seen.size() < count && System.nanoTime() - deadline < 0) {
        long stamp = slot.stamp();
        if (stamp != last && !TokenSlot.isChanging(stamp)) {
          last = stamp;
          deadline = System.nanoTime() + SILENCE;
          seen.add(stamp + ":" + System.nanoTime());
        }
      }
    }
    return String.join(",", seen);
  }

  /** Calls {@code token()} without a pause; when each new answer came. */
  @SuppressWarnings("ReferenceEquality") // an equal token that was read anew counts
  private String call(int count) throws IOException {
    TokenManager asked = open();
    List<Long> seen = new ArrayList<>();
    Token last = asked.token();
    long deadline = System.nanoTime() + TIMEOUT;
    while (seen.size() < count && System.nanoTime() - deadline < 0) {
      Token token = asked.token();
      if (token != last) {
        last = token;
        deadline = System.nanoTime() + SILENCE;
        seen.add(System.nanoTime());
      }
    }
    return seen.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
