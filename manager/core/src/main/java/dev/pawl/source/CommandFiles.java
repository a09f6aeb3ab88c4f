package dev.pawl.source;

import dev.pawl.file.FileTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that a line for the shell names by an absolute path, or by one below the home
 * directory: the program, a script that an interpreter reads, a file with a key; and the program
 * that its first word names, where the search path has it (POSIX.1-2017, XBD 8.3). What another
 * variable leads to, or a later word, is not seen.
 */
public final class CommandFiles {
  private static final String ENDS = " \t\r\n;|&<>()`";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean output;

  private CommandFiles(String line) {
    this.line = line;
  }

  /**
   * What is wrong with a file that {@code line} names; null if nothing is seen to be.
   *
   * @throws IOException if one cannot be looked at
   */
  public static FileTrust.@Nullable Flaw flaw(String line, Map<String, String> environment)
      throws IOException {
    List<String> words = new CommandFiles(line).words();
    Path program = words.isEmpty() ? null : found(words.get(0), environment.get("PATH"));
    List<Path> files = new ArrayList<>();
    if (program != null) {
      files.add(program);
    }
    for (String word : words) {
      Path file = file(word, environment.getOrDefault("HOME", ""));
      if (file != null) {
        files.add(file);
      }
    }
    return first(files);
  }

  private static FileTrust.@Nullable Flaw first(List<Path> files) throws IOException {
    for (Path file : files) {
      FileTrust.Flaw flaw = flaw(file);
      if (flaw != null) {
        return flaw;
      }
    }
    return null;
  }

  /* An empty or relative entry means a directory that is another one for every caller: what lies
   * there is not looked for. */
  private static @Nullable Path found(String program, @Nullable String searchPath) {
    if (program.contains("/") || searchPath == null) {
      return null;
    }
    for (String entry : searchPath.split(":", -1)) {
      try {
        Path file = Path.of(entry, program);
        if (file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file)) {
          return file;
        }
      } catch (InvalidPathException e) {
        return null; // no file has such a name
      }
    }
    return null;
  }

  private static FileTrust.@Nullable Flaw flaw(Path file) throws IOException {
    try {
      return Files.isRegularFile(file) ? FileTrust.ofFile(file) : null;
    } catch (NoSuchFileException e) {
      return null; // it went away: the command tells
    }
  }

  private static @Nullable Path file(String word, String home) {
    String named = word.substring(word.indexOf('=') + 1);
    for (String before : List.of("~/", "$HOME/", "${HOME}/")) {
      if (named.startsWith(before)) {
        named = home + "/" + named.substring(before.length());
      }
    }
    try {
      return named.startsWith("/") ? Path.of(named) : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /* Quotes and backslashes as the shell takes them away (POSIX.1-2017, XCU 2.2); not what is
   * written to. */
  private List<String> words() {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
      } else if (quote == 0 && ENDS.indexOf(c) >= 0) {
        end(c == '>');
      } else {
        word.append(c);
      }
    }
    end(false);
    return words;
  }

  private void end(boolean beforeOutput) {
    if (word.length() > 0) {
      if (!output) {
        words.add(word.toString());
      }
      word.setLength(0);
      output = false;
    }
    output |= beforeOutput;
  }
}
