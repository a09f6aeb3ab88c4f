package dev.pawl.drills.child;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Requests of many threads that all stand at one line until the runner says go. Thread-safe. */
final class ThreadStorm {
  private final Application application;
  private final RunnerCommand order;
  private final CountDownLatch standing;
  private final CountDownLatch go = new CountDownLatch(1);
  private volatile long startNanos;
  private final CountDownLatch done;
  private final List<RequestResult> results = Collections.synchronizedList(new ArrayList<>());
  private final ThreadGroup group = new ThreadGroup("requests");
  private final List<Thread> threads = new ArrayList<>();
  private final List<Future<?>> futures = new ArrayList<>();

  ThreadStorm(Application application, RunnerCommand order) {
    this.application = application;
    this.order = order;
    int count = (int) order.number("threads", 1);
    this.standing = new CountDownLatch(count);
    this.done = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      FutureTask<?> future = new FutureTask<>(this::requests, null);
      futures.add(future);
      threads.add(new Thread(group, future, "request-" + i));
    }
  }

  /** Returns when every thread stands at the line. */
  void stand() throws InterruptedException {
    for (Thread thread : threads) {
      thread.setDaemon(true);
      thread.start();
    }
    standing.await();
  }

  /** Lets them go at an instant of the machine's monotonic clock. */
  void go(long startNanos) {
    this.startNanos = startNanos;
    go.countDown();
  }

  /* Who has its answer keeps quiet until the others have theirs too: reporting takes time as well. */
  List<Map<String, Object>> results() throws InterruptedException {
    done.await();
    TimeUnit.MILLISECONDS.sleep(order.number("quietMillis", 0));
    return List.copyOf(results).stream().map(RequestResult::members).toList();
  }

  /** Interrupts them, and every thread that was started for them and has no group of its own. */
  void interrupt() {
    group.interrupt();
  }

  void cancel() {
    futures.forEach(future -> future.cancel(true));
  }

  private void requests() {
    try {
      standing.countDown();
      awaitGo();
      for (long left = order.number("calls", 1); left > 0; left--) {
        results.add(new Task(application, order).run());
      }
    } finally {
      done.countDown();
    }
  }

  /* Who is interrupted at the line makes its request as an interrupted thread. */
  private void awaitGo() {
    boolean interrupted = false;
    while (go.getCount() > 0) {
      try {
        go.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    for (long left = left(); left > 0 && !interrupted; left = left()) {
      LockSupport.parkNanos(left);
      interrupted = Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private long left() {
    return startNanos - System.nanoTime();
  }
}
