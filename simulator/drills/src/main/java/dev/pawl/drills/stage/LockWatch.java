package dev.pawl.drills.stage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Looks at the kernel's table of file locks again and again and notes who holds a lock and how
 * long. What is held for less time than lies between two looks may be missed. Where the table
 * cannot be read (other systems than Linux) it sees nothing. Thread-safe.
 */
public final class LockWatch implements AutoCloseable {
  /** Who holds a lock now. */
  private interface Holders {
    Set<Long> pids() throws IOException;
  }

  private static final long PAUSE_MILLIS = 3;
  private static final int MOST = 2_000;

  private final Holders holders;
  private final LongFunction<String> names;
  private final Thread thread = new Thread(this::watch, "pawl-drill-locks");
  private final Map<Long, LockHold> open = new HashMap<>();
  private final List<LockHold> ended = new ArrayList<>();

  private LockWatch(Holders holders, LongFunction<String> names) {
    this.holders = holders;
    this.names = names;
    thread.setDaemon(true);
    if (Locks.areVisible()) {
      thread.start();
    }
  }

  /**
   * Begins to look at any locks of some files.
   *
   * @param inodes of the files, asked for at each look
   * @param names what a process is called, by its number
   */
  public static LockWatch ofAny(Supplier<Set<Long>> inodes, LongFunction<String> names) {
    return new LockWatch(() -> Locks.anyHolders(inodes.get()), names);
  }

  /**
   * As {@link #ofAny}, of a profile's lock file, which need not be there yet; its table's lock is
   * left out.
   */
  public static LockWatch of(Supplier<Path> lockFile, LongFunction<String> names) {
    return new LockWatch(() -> profileHolders(lockFile.get()), names);
  }

  private static Set<Long> profileHolders(Path lockFile) throws IOException {
    try {
      return Set.copyOf(Locks.holders(lockFile));
    } catch (NoSuchFileException e) {
      return Set.of();
    }
  }

  private void watch() {
    try {
      while (true) {
        look();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException | IOException e) {
      // the drill is over, or the table is gone
    }
  }

  private void look() throws IOException {
    Set<Long> present = holders.pids();
    long now = System.nanoTime();
    synchronized (this) {
      for (Iterator<Map.Entry<Long, LockHold>> each = open.entrySet().iterator();
          each.hasNext(); ) {
        Map.Entry<Long, LockHold> one = each.next();
        if (!present.contains(one.getKey())) {
          end(one.getValue(), now);
          each.remove();
        }
      }
      for (long pid : present) {
        open.computeIfAbsent(pid, holder -> new LockHold(names.apply(holder), now, now));
      }
    }
  }

  private void end(LockHold hold, long now) {
    if (ended.size() < MOST) {
      ended.add(new LockHold(hold.process(), hold.from(), now));
    }
  }

  /** Returns what was seen, in the order of the ends; at most the first 2,000. */
  public synchronized List<LockHold> seen() {
    List<LockHold> all = new ArrayList<>(ended);
    long now = System.nanoTime();
    open.values().forEach(hold -> all.add(new LockHold(hold.process(), hold.from(), now)));
    return all;
  }

  /** Looks no more. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
