package dev.pawl.scoreboard.entry;

import dev.pawl.drills.script.CannotRunException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How contestants are started. */
final class Commands {
  private static final String DOCUMENT = "docs/drill-your-client.md";

  private Commands() {}

  /** Returns a program of the package {@code contestant}, on this JVM's class path. */
  static Contestant.Preparation java(String type) {
    return home ->
        String.join(
            " ",
            "exec",
            quoted(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -cp",
            quoted(classPath()),
            "dev.pawl.scoreboard.contestant." + type);
  }

  /** The same, with the directory that all copies share as its home directory. */
  static Contestant.Preparation javaAtHome(String type) {
    return home -> "HOME=$DRILL_SCRATCH; export HOME; " + java(type).command(home);
  }

  private static String classPath() {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getProperty("java.class.path"))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns a script that docs/drill-your-client.md shows under a name. */
  static Contestant.Preparation documented(String script, Path root) {
    return home -> {
      require("curl", home, "--version");
      return "exec sh " + quoted(extract(script, root, home).toString());
    };
  }

  /** Returns the documented script around {@code pawl token}, with this Pawl. */
  static Contestant.Preparation pawl(Path root) {
    return home -> {
      Path launcher = root.resolve("pawl");
      if (!Files.isExecutable(launcher)) {
        throw new CannotRunException("there is no " + launcher);
      }
      return "PATH="
          + quoted(root.toString())
          + ":\"$PATH\"; export PATH; "
          + documented("pawl.sh", root).command(home);
    };
  }

  private static Path extract(String script, Path root, Path home)
      throws IOException, CannotRunException {
    Path document = root.resolve(DOCUMENT);
    if (!Files.exists(document)) {
      throw new CannotRunException("there is no " + document);
    }
    String text = Files.readString(document);
    String begin = "<!-- " + script + " -->\n```sh\n";
    int first = text.indexOf(begin) + begin.length();
    int end = text.indexOf("```\n<!-- /" + script + " -->", first);
    if (first < begin.length() || end < 0) {
      throw new CannotRunException(DOCUMENT + " has no " + script);
    }
    return Files.writeString(home.resolve(script), text.substring(first, end));
  }

  /** Returns a script for Node with the packages of npm that it needs. */
  static Contestant.Preparation node(String script) {
    return home -> {
      require("node", home, "--version");
      for (String file : List.of(script, "package.json", "package-lock.json")) {
        Files.writeString(home.resolve(file), Texts.read("node/" + file));
      }
      if (!runs(home, "npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts")) {
        throw new CannotRunException("npm could not fetch its packages");
      }
      return "exec node --max-old-space-size=64 " + quoted(home.resolve(script).toString());
    };
  }

  private static void require(String program, Path home, String option)
      throws InterruptedException, CannotRunException {
    if (!runs(home, program, option)) {
      throw new CannotRunException(program + " is not installed");
    }
  }

  private static boolean runs(Path home, String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("preparation.log").toFile())
              .start();
      return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // not installed
    }
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
