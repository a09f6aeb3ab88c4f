package dev.pawl.cloud.command;

import dev.pawl.file.DurableFile;
import dev.pawl.process.OwnThread;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a command says that one process runs and others wait for: a file of this user's own, written
 * by the one and read by all. It begins anew with each run and stays after the last, so that nobody
 * misses the end. Thread-safe.
 */
public final class CommandOutput {
  private static final Logger LOG = System.getLogger(CommandOutput.class.getName());
  private static final int LONGEST = 1 << 20;
  private static final long LOOK_MILLIS = 100;
  private static final long LONGEST_END_MILLIS = 1_000;

  private final Path file;

  /** The output that lies in {@code file}. */
  public CommandOutput(Path file) {
    this.file = file;
  }

  /** Begins a run, which is known by {@code run}. Called by the one that has the lock. */
  void begin(long run) throws IOException {
    DurableFile.create(file);
    Files.writeString(file, run + "\n", StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Adds a line; what cannot be written is lost to those who wait, and to nobody else. */
  void add(String line) {
    try {
      if (Files.size(file) < LONGEST) {
        Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a line of the output is lost: {0}", e.getMessage());
    }
  }

  /**
   * Tells {@code listener} each line from now on until what is returned is closed; also those of a
   * run that is under way. Called on a thread of its own.
   *
   * @param ended the last run that is known to have ended
   */
  public Tail follow(long ended, Consumer<String> listener) {
    return new Tail(file, ended, listener);
  }

  /** Somebody who reads along. */
  public static final class Tail implements AutoCloseable {
    private final Path file;
    private final long ended;
    private final Consumer<String> listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final OwnThread thread = OwnThread.daemon(this::read, "pawl-command-output");
    private long run = -1;
    private int told;

    private Tail(Path file, long ended, Consumer<String> listener) {
      this.file = file;
      this.ended = ended;
      this.listener = listener;
      thread.start();
    }

    private void read() {
      try {
        while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          tell();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      tell();
    }

    private void tell() {
      String text = text();
      int head = text.indexOf('\n');
      if (head < 0) {
        return;
      }
      long seen = number(text.substring(0, head));
      if (seen != run) {
        run = seen;
        told = head + 1;
      }
      int end = text.lastIndexOf('\n') + 1;
      if (run > ended && end > told) {
        text.substring(told, end).lines().forEach(listener);
      }
      told = Math.max(told, end);
    }

    private String text() {
      try (SeekableByteChannel channel = Files.newByteChannel(file)) {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(2L * LONGEST, channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
          // until it is whole
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      } catch (NoSuchFileException e) {
        return "";
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "the output of another process cannot be read: {0}", e.getMessage());
        return "";
      }
    }

    private static long number(String text) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    /** Tells what has come by now, and no more. */
    @Override
    public void close() {
      closing.countDown();
      try {
        thread.join(LONGEST_END_MILLIS); // a terminal that is stopped must stop nobody
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
