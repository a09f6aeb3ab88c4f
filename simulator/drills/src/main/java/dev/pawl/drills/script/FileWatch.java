package dev.pawl.drills.script;

import dev.pawl.drills.stage.Stage;
import dev.pawl.drills.stage.StateFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads the stored login over and over and counts how often it was no whole one. */
final class FileWatch implements AutoCloseable {
  private final StateFiles files;
  private final AtomicInteger mixed = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final Thread thread = new Thread(this::watch, "file-watch");

  FileWatch(StateFiles files) {
    this.files = files;
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        look();
        TimeUnit.MILLISECONDS.sleep(2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      if (files.refreshToken().isPresent()) {
        reads.incrementAndGet();
      }
    } catch (NoSuchFileException e) {
      mixed.incrementAndGet(); // a replacement must never leave a gap
    } catch (IOException | IllegalArgumentException e) {
      mixed.incrementAndGet();
    }
  }

  void judge(Stage stage) {
    stage.require(reads.get() > 0, "the stored login was never read");
    stage.require(mixed.get() == 0, mixed.get() + " times the stored login was not whole");
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
