package dev.pawl.drills.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for tokens in what the processes wrote since this was made. */
public final class LogSearch {
  private static final Pattern TOKEN = Pattern.compile("sim-(rt|at|code)-");

  private final Path logs;
  private final Map<Path, Long> from = new HashMap<>();

  /** Notes where the logs end now. */
  public LogSearch(Path logs) throws IOException {
    this.logs = logs;
    for (Path log : files()) {
      from.put(log, Files.size(log));
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> list = Files.list(logs)) {
      return list.toList();
    }
  }

  /**
   * Returns where tokens stand.
   *
   * @param secrets what must stand nowhere
   * @param messages of exceptions, which are searched too
   */
  List<String> findings(Collection<String> secrets, List<String> messages) throws IOException {
    List<String> findings = new ArrayList<>();
    for (Path log : files()) {
      if (isTelling(written(log), secrets)) {
        findings.add("I3: a token stands in " + log);
      }
    }
    for (String message : messages) {
      if (isTelling(message, secrets)) {
        findings.add("I3: a token stands in the message of an exception");
      }
    }
    return findings;
  }

  /** Returns how often a text was logged since this was made. */
  public int count(String text) throws IOException {
    int count = 0;
    for (Path log : files()) {
      count += written(log).split(Pattern.quote(text), -1).length - 1;
    }
    return count;
  }

  private String written(Path log) throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    int start = (int) Math.min(bytes.length, from.getOrDefault(log, 0L));
    return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
  }

  /* The values without their prefix too: a token may be cut. */
  private static boolean isTelling(String text, Collection<String> secrets) {
    return TOKEN.matcher(text).find()
        || secrets.stream()
            .anyMatch(secret -> text.contains(secret.substring(secret.length() / 2)));
  }
}
