package dev.pawl.simulator.core.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/** The dialects that there are: resource files, each read once, when it is first asked for. */
public final class Dialects {
  private static final List<String> NAMES =
      List.of(
          "anthropic",
          "atlassian",
          "auth0",
          "aws-json",
          "aws-xml",
          "azure",
          "bitbucket",
          "box",
          "dropbox",
          "entra",
          "github",
          "github-oauth",
          "gitlab",
          "google",
          "hubspot",
          "keycloak",
          "linear",
          "notion",
          "okta",
          "salesforce",
          "slack",
          "zoom");
  private static final Map<String, Dialect> READ = new ConcurrentHashMap<>();

  private Dialects() {}

  /** Returns the names of all dialects. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Returns the dialect of that name.
   *
   * @throws IllegalArgumentException if there is none; the message names those that there are
   */
  public static Dialect named(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("dialect is one of " + NAMES + ", not '" + name + "'");
    }
    return READ.computeIfAbsent(name, Dialects::read);
  }

  private static Dialect read(String name) {
    DialectReader reader =
        ServiceLoader.load(DialectReader.class, DialectReader.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("nothing here can read dialects"));
    try (InputStream in = Dialects.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("the file of dialect " + name + " is missing");
      }
      return reader.read(name, in);
    } catch (IOException e) {
      throw new UncheckedIOException("dialect " + name + " cannot be read", e);
    }
  }
}
