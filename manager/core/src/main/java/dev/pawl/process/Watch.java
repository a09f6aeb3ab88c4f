package dev.pawl.process;

import dev.pawl.process.ChildException.Reason;
import dev.pawl.process.Follower.Channel;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One run of a command, from its start to its end or to its being killed. */
final class Watch {
  private static final int ERRORS_LIMIT = 1 << 16;
  private static final long LONGEST_PAUSE = 8;
  private static final long LAST_TAKE_MILLIS = 1_000;

  private final RunTerms terms;
  private final Process process;
  private final ProcessTree tree;
  private final Pipe output;
  private final Pipe errors;
  private final long begun;
  private boolean noticed;

  Watch(RunTerms terms, Process process, ProcessTree tree) {
    this.terms = terms;
    this.process = process;
    this.tree = tree;
    Follower follower = terms.follower();
    this.output = new Pipe(process.getInputStream(), terms.outputLimit(), Channel.OUTPUT, follower);
    this.errors = new Pipe(process.getErrorStream(), ERRORS_LIMIT, Channel.ERRORS, follower);
    this.begun = terms.clock().nanos();
  }

  /*
   * Nothing here blocks in a read: a read that waits for a pipe which some grandchild keeps open
   * cannot be ended in Java, neither by closing the stream nor by an interrupt. The exit of the
   * process wakes waitFor at once; what it wrote before is in the pipes then.
   */
  ChildResult untilEnd(byte[] input) throws ChildException {
    boolean ended = false;
    try {
      feed(input);
      long pause = 1;
      while (!process.waitFor(pause, TimeUnit.MILLISECONDS)) {
        pause = take() ? 1 : Math.min(LONGEST_PAUSE, pause * 2);
        checkTime();
      }
      takeTheRest();
      ended = true;
      return new ChildResult(process.exitValue(), output.bytes(), errors.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(Reason.INTERRUPTED, "was killed because the caller was interrupted", e);
    } catch (ChildException e) {
      throw e;
    } catch (IOException e) {
      throw failure(Reason.NOT_STARTED, "could not be listened to", e);
    } finally {
      if (!ended) {
        tree.kill();
      }
      output.endLine();
      errors.endLine();
    }
  }

  private void feed(byte[] input) throws IOException {
    OutputStream in = process.getOutputStream();
    if (input.length == 0) {
      in.close();
      return;
    }
    OwnThread.daemon(() -> feed(in, input), "pawl-child-input").start();
  }

  private static void feed(OutputStream in, byte[] input) {
    try (in) {
      in.write(input);
    } catch (IOException e) {
      // it ended without reading everything, as it may
    }
  }

  private boolean take() throws IOException {
    boolean more = output.take();
    boolean moreErrors = errors.take();
    if (output.isOverfull()) {
      throw failure(
          Reason.TOO_LONG, "wrote more than " + terms.outputLimit() + " bytes to standard output");
    }
    return more || moreErrors;
  }

  private void checkTime() throws ChildException {
    Duration soFar = Duration.ofNanos(terms.clock().nanos() - begun);
    if (soFar.compareTo(terms.timeout()) >= 0) {
      throw failure(
          Reason.TIMEOUT, "was killed because it ran longer than " + seconds(terms.timeout()));
    }
    if (!noticed && soFar.compareTo(terms.noticeAfter()) >= 0) {
      noticed = true;
      terms.follower().stillRunning(soFar);
    }
  }

  /* The JVM itself empties the pipes of a process that has ended, for as long as anything comes. If
  a grandchild writes without end, this would wait without end. */
  private void takeTheRest() throws IOException {
    CountDownLatch taken = new CountDownLatch(1);
    OwnThread.daemon(() -> killUnless(taken), "pawl-child-end").start();
    try {
      while (take()) {
        checkTime();
      }
    } finally {
      taken.countDown();
    }
  }

  private void killUnless(CountDownLatch taken) {
    try {
      if (!taken.await(LAST_TAKE_MILLIS, TimeUnit.MILLISECONDS)) {
        tree.kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private ChildException failure(Reason reason, String what, Throwable... cause) {
    return new ChildException(
        reason, terms.program() + " " + what, errors.text(), cause.length == 0 ? null : cause[0]);
  }
}
