package dev.pawl.credentials;

import dev.pawl.directory.StateDirectory;
import dev.pawl.file.DurableFile;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What programs were given last that have Pawl as their helper, a small file each in {@code calls/}
 * of the state directory. No secret, nothing that would be missed: who finds it damaged or cannot
 * write it goes on without. Thread-safe as far as the file system is.
 *
 * @param directory that holds the files
 */
public record CallBook(Path directory) {
  /**
   * The one of the state directory that {@code environment} asks for.
   *
   * @throws IOException if it asks for none
   */
  public static CallBook of(Map<String, String> environment) throws IOException {
    return new CallBook(StateDirectory.of(environment).path().resolve("calls"));
  }

  /** Who asked: one life of one process, for one profile. */
  public record Caller(long process, String started, String profile) {
    private String file() {
      return process + "-" + started + "-" + profile;
    }
  }

  /**
   * What a caller was given, and when.
   *
   * @param generation of the token
   * @param at epoch milliseconds
   * @param token fingerprint of what was printed
   */
  public record Call(long generation, long at, Fingerprint token) {}

  /** What {@code caller} was given last; null if nothing that is known. */
  public @Nullable Call last(Caller caller) {
    try {
      byte[] bytes = DurableFile.read(directory.resolve(caller.file()));
      return bytes == null ? null : parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable Call parse(String text) {
    String[] words = text.strip().split(" ", -1);
    try {
      return words.length == 3
          ? new Call(Long.parseLong(words[0]), Long.parseLong(words[1]), new Fingerprint(words[2]))
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * Remembers that {@code caller} was given {@code call}, and forgets those who live no more.
   *
   * @param lives tells whether a process number is in use
   */
  public void note(Caller caller, Call call, LongPredicate lives) {
    try {
      DurableFile.createDirectory(directory);
      Path next = directory.resolve(caller.file() + ".next" + ProcessHandle.current().pid());
      DurableFile.create(next);
      String line = call.generation + " " + call.at + " " + call.token.value() + "\n";
      Files.writeString(next, line);
      DurableFile.rename(next, directory.resolve(caller.file()));
    } catch (IOException e) {
      return; // the next call is no rejection then, as far as anybody knows
    }
    forget(lives);
  }

  /**
   * Forgets those who live no more.
   *
   * @param lives tells whether a process number is in use
   */
  public void forget(LongPredicate lives) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!lives.test(process(name))) {
          DurableFile.delete(file);
        }
      }
    } catch (IOException e) {
      return; // whoever is noted next forgets them
    }
  }

  private static long process(String name) {
    try {
      return Long.parseLong(name.substring(0, Math.max(0, name.indexOf('-'))));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
