package dev.pawl.benchmarks.contention.child;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of one process in a storm. They sleep until an agreed instant of {@link
 * System#nanoTime}, the same clock in every process of the machine, so that nobody has to wake
 * them; each asks once and goes back to sleep.
 */
final class StormThreads {
  private final Contender contender;
  private final Board board;
  private final int firstPlace;
  private final List<Thread> threads = new ArrayList<>();
  private volatile long start;
  private volatile String problem = "";

  StormThreads(Contender contender, Board board, int firstPlace, int size) {
    this.contender = contender;
    this.board = board;
    this.firstPlace = firstPlace;
    for (int i = 0; i < size; i++) {
      int place = firstPlace + i;
      Thread thread = new Thread(() -> serve(place), "asker-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void serve(int place) {
    long last = 0;
    while (true) {
      if (start == last) {
        LockSupport.park(this);
      } else {
        last = start;
        ask(place);
      }
    }
  }

  private void ask(int place) {
    for (long left = start - System.nanoTime(); left > 0; left = start - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    try {
      contender.token();
      board.write(place, System.nanoTime());
    } catch (IOException | RuntimeException e) {
      problem = e.toString();
      board.write(place, -System.nanoTime());
    }
  }

  /** Tells the threads when to ask; returns at once. */
  void appoint(long instant) {
    problem = "";
    start = instant;
    threads.forEach(LockSupport::unpark);
  }

  boolean isDone() {
    for (int i = 0; i < threads.size(); i++) {
      if (board.read(firstPlace + i) == 0) {
        return false;
      }
    }
    return true;
  }

  /** What went wrong in the last storm; empty if nothing did. */
  String problem() {
    return problem;
  }

  Contender contender() {
    return contender;
  }
}
