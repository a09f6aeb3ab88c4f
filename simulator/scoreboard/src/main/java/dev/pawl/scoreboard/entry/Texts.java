package dev.pawl.scoreboard.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts and scripts that the jar brings along. */
public final class Texts {
  private Texts() {}

  /**
   * Returns a text.
   *
   * @param name below the resources of the module's root package
   */
  public static String read(String name) throws IOException {
    try (InputStream text = Texts.class.getResourceAsStream("/dev/pawl/scoreboard/" + name)) {
      if (text == null) {
        throw new IOException(name + " is missing from the jar");
      }
      return new String(text.readAllBytes(), UTF_8);
    }
  }

  /** Returns the version of a package of npm that {@code node/package.json} asks for. */
  static String npm(String name) throws IOException {
    Matcher version =
        Pattern.compile('"' + name + "\": \"([^\"]+)\"").matcher(read("node/package.json"));
    if (!version.find()) {
      throw new IOException("node/package.json has no " + name);
    }
    return version.group(1);
  }

  /** Returns the versions of the contestants' libraries, as the build took them. */
  static Properties versions() throws IOException {
    Properties versions = new Properties();
    versions.load(new StringReader(read("versions.properties")));
    return versions;
  }
}
