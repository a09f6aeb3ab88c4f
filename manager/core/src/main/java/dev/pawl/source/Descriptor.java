package dev.pawl.source;

import dev.pawl.process.OwnThread;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An open descriptor of this process, by its number. What a pipe held is gone once it was read, and
 * a descriptor belongs to the process as a whole: so does what was read from it.
 *
 * @param variable that names it
 * @param number of the descriptor
 */
record Descriptor(String variable, int number) {
  private static final int STANDARD_OUTPUT = 1;
  private static final int STANDARD_ERROR = 2;
  private static final int GREATEST_DIGITS = 6;
  private static final Map<Integer, CompletableFuture<String>> READ = new ConcurrentHashMap<>();

  /** The descriptor that {@code text}, the value of {@code variable}, names. */
  static Descriptor parse(String variable, String text) throws SourceException {
    boolean digits = text.length() <= GREATEST_DIGITS && !text.isEmpty();
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!digits) {
      throw new SourceException(variable, "is not the number of a descriptor");
    }
    int number = Integer.parseInt(text);
    if (number == STANDARD_OUTPUT || number == STANDARD_ERROR) {
      throw new SourceException(
          variable, "names standard output or standard error; a token cannot be read there");
    }
    return new Descriptor(variable, number);
  }

  /** Checks what can be checked without reading. */
  void requireReadable() throws SourceException {
    if (READ.containsKey(number)) {
      return;
    }
    BasicFileAttributes attributes = attributes();
    if (attributes.isDirectory()) {
      throw broken("names a directory, descriptor " + number);
    }
    if (attributes.isRegularFile() && attributes.size() > SecretText.LONGEST + 2) {
      throw tooLong();
    }
    if (isTerminal()) {
      throw broken("names a terminal, descriptor " + number + "; a token cannot be read there");
    }
  }

  private BasicFileAttributes attributes() throws SourceException {
    try {
      return Files.readAttributes(path(), BasicFileAttributes.class);
    } catch (IOException e) {
      throw broken("names descriptor " + number + ", which is not open; unset it");
    }
  }

  private boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd", "" + number)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false; // no /proc: reading has a deadline
    }
  }

  private Path path() {
    return Path.of("/dev/fd", Integer.toString(number));
  }

  /** The secret that it holds, read once in the life of the process. */
  String secret(Duration waitTimeout) throws SourceException {
    CompletableFuture<String> mine = new CompletableFuture<>();
    CompletableFuture<String> other = READ.get(number);
    if (other == null) {
      requireReadable();
      other = READ.putIfAbsent(number, mine);
    }
    if (other == null) {
      readInto(mine);
    }
    return await(other == null ? mine : other, waitTimeout);
  }

  /* A reader that is stuck in the kernel must not keep the JVM from ending. */
  private void readInto(CompletableFuture<String> result) {
    Runnable reading =
        () -> {
          try {
            result.complete(read());
          } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
          }
        };
    OwnThread.daemon(reading, "pawl-descriptor").start();
  }

  private String read() throws IOException {
    byte[] bytes = new byte[SecretText.LONGEST + 3];
    int length;
    try (InputStream in = new FileInputStream(path().toFile())) {
      length = in.readNBytes(bytes, 0, bytes.length); // the other form seeks, and pipes cannot
    } catch (IOException e) {
      throw broken("names descriptor " + number + ", which cannot be read");
    }
    String text = line(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    if (text.length() > SecretText.LONGEST) {
      throw tooLong();
    }
    if (text.isEmpty()) {
      throw broken("names descriptor " + number + ", which is empty or was read before");
    }
    if (text.indexOf('\n') >= 0) {
      throw broken("names descriptor " + number + ", which holds more than one line");
    }
    return SecretText.check(text, variable + ": descriptor " + number);
  }

  private static String line(String text) {
    String open = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return open.endsWith("\r") ? open.substring(0, open.length() - 1) : open;
  }

  private String await(CompletableFuture<String> result, Duration waitTimeout)
      throws SourceException {
    try {
      return result.get(waitTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw broken("names descriptor " + number + ", which nobody writes to the end of");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken("names descriptor " + number + ": interrupted while reading it");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SourceException source) {
        throw source;
      }
      throw broken("names descriptor " + number + ", which cannot be read");
    }
  }

  private SourceException tooLong() {
    return broken(
        "names descriptor "
            + number
            + ", which holds more than a token can: it was probably left"
            + " over by a parent process");
  }

  private SourceException broken(String what) {
    return new SourceException(variable, what);
  }
}
