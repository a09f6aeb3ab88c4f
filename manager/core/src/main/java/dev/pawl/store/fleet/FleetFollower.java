package dev.pawl.store.fleet;

import dev.pawl.file.FileIdentity;
import dev.pawl.process.OwnThread;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has a host look at the records that other hosts write, so that a login, a logout or a switch
 * elsewhere is seen here while the token of before is still good. A watch of the store tells at
 * once; a poll tells what no watch did (rule 16). One thread serves all profiles of a process; it
 * begins when the process has lived for a while, since most that are short-lived need none.
 * Thread-safe.
 */
public final class FleetFollower implements Runnable {
  private static final Logger LOG = System.getLogger(FleetFollower.class.getName());

  /* At most ten reads a second of one process, however many profiles it serves. */
  private static final long POLL_NANOS_EACH = TimeUnit.MILLISECONDS.toNanos(100);

  /* The processes of a host hear of news at the same moment; the first of them looks for all. */
  private static final int SPREAD_MILLIS = 10;

  private final Listening news;
  private final Times times;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /* Guarded by the lock. */
  private final List<Followed> profiles = new ArrayList<>();
  private final Map<Followed, FileIdentity> heard = new LinkedHashMap<>();
  private boolean running;
  private boolean closed;

  /* Whether something is listened to that was not looked at since; of the thread alone. */
  private boolean unseen;

  /** Who reads a profile on this host, and is to see what other hosts write of it. */
  public interface Reader {
    /** Whether it is still there. */
    boolean isWanted();

    /** Which mirror this host has now. */
    FileIdentity seen() throws IOException;

    /** Looks at the record and publishes what it says, unless somebody on this host is at it. */
    void look();
  }

  /** How to hear of a record that was written. */
  interface Listening {
    FleetNews.Subscription listen(String profile, Runnable listener) throws IOException;
  }

  /**
   * When it does what.
   *
   * @param start how long a process has lived before it begins
   * @param soon how long after it has begun to listen, about, it looks: what was written before
   *     that it has not heard
   * @param poll how long after a look at all profiles, about, the next one follows
   */
  record Times(Duration start, Duration soon, Duration poll) {
    static final Times USUAL =
        new Times(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(30));
  }

  FleetFollower(Listening news, Times times) {
    this.news = news;
    this.times = times;
  }

  private record Followed(String profile, Reader reader) {}

  void follow(String profile, Reader reader) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      profiles.add(new Followed(profile, reader));
      if (!running) {
        running = true;
        OwnThread.daemon(this, "pawl-fleet").start();
      }
      changed.signalAll(); // who came later is listened for too
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    Map<Followed, FleetNews.Subscription> listening = new LinkedHashMap<>();
    try {
      pause(times.start().toNanos());
      while (!isClosed()) {
        listen(listening);
        for (Map.Entry<Followed, FileIdentity> news : awaitNews().entrySet()) {
          look(news.getKey(), news.getValue());
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "nobody follows the fleet any more");
    } finally {
      listening.values().forEach(FleetNews.Subscription::close);
    }
  }

  private void listen(Map<Followed, FleetNews.Subscription> listening) {
    for (Followed each : wanted()) {
      try {
        if (!listening.containsKey(each)) {
          listening.put(each, news.listen(each.profile(), () -> hear(each)));
          unseen = true;
        }
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.DEBUG, "the fleet cannot be watched: {0}", e.getMessage());
      }
    }
    listening.keySet().removeIf(each -> !each.reader().isWanted() && ended(listening.get(each)));
  }

  private static boolean ended(FleetNews.@Nullable Subscription subscription) {
    if (subscription != null) {
      subscription.close();
    }
    return true;
  }

  private List<Followed> wanted() {
    lock.lock();
    try {
      profiles.removeIf(each -> !each.reader().isWanted());
      return List.copyOf(profiles);
    } finally {
      lock.unlock();
    }
  }

  /* On a thread of the store's own. */
  private void hear(Followed followed) {
    FileIdentity before = identity(followed);
    lock.lock();
    try {
      heard.putIfAbsent(followed, before);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static FileIdentity identity(Followed followed) {
    try {
      return followed.reader().seen();
    } catch (IOException e) {
      return FileIdentity.ABSENT;
    }
  }

  /* What was heard; or all, when a poll is due. Somebody who comes anew ends the waiting as well. */
  private Map<Followed, FileIdentity> awaitNews() throws InterruptedException {
    lock.lock();
    try {
      int known = profiles.size();
      long left = pollNanos(unseen ? times.soon() : times.poll(), known);
      while (heard.isEmpty() && left > 0 && !closed && profiles.size() == known) {
        left = changed.awaitNanos(left);
      }
      Map<Followed, FileIdentity> news = new LinkedHashMap<>(heard);
      heard.clear();
      if (left <= 0) {
        profiles.forEach(each -> news.put(each, identity(each)));
        unseen = false;
      }
      return news;
    } finally {
      lock.unlock();
    }
  }

  private static long pollNanos(Duration time, int profiles) {
    long each = Math.max(time.toNanos(), profiles * POLL_NANOS_EACH);
    return each / 2 + ThreadLocalRandom.current().nextLong(each);
  }

  /* Whoever wrote the mirror since has published what it says. */
  private void look(Followed followed, FileIdentity before) throws InterruptedException {
    pause(TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(SPREAD_MILLIS)));
    if (isClosed() || !identity(followed).equals(before)) {
      return;
    }
    try {
      followed.reader().look();
    } catch (RuntimeException e) {
      LOG.log(
          Level.DEBUG, "profile {0} was not looked at: {1}", followed.profile(), e.getMessage());
    }
  }

  private void pause(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
