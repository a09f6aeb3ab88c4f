package dev.pawl.simulator.core.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a vendor words its errors. A dialect is a resource file; it is read once, when it is first
 * asked for. Immutable.
 */
public final class Dialect {
  private static final List<String> NAMES =
      List.of("anthropic", "aws-json", "aws-xml", "azure", "entra", "github", "google", "slack");
  private static final Map<String, Dialect> READ = new ConcurrentHashMap<>();

  private final String name;
  private final String vendor;
  private final List<URI> sources;
  private final LocalDate date;
  private final Map<String, DialectError> errors;

  /**
   * Creates a dialect.
   *
   * @param name the name that faults use
   * @param vendor whose it is
   * @param sources where its errors were seen
   * @param date when they were looked up
   * @param errors what it can say, by code
   */
  public Dialect(
      String name,
      String vendor,
      List<URI> sources,
      LocalDate date,
      Map<String, DialectError> errors) {
    this.name = name;
    this.vendor = vendor;
    this.sources = List.copyOf(sources);
    this.date = date;
    this.errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
  }

  /** Returns the names of all dialects. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Returns the dialect of that name.
   *
   * @throws IllegalArgumentException if there is none; the message names those that there are
   */
  public static Dialect of(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("dialect is one of " + NAMES + ", not '" + name + "'");
    }
    return READ.computeIfAbsent(name, Dialect::read);
  }

  private static Dialect read(String name) {
    DialectReader reader =
        ServiceLoader.load(DialectReader.class, DialectReader.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("nothing here can read dialects"));
    try (InputStream in = Dialect.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("the file of dialect " + name + " is missing");
      }
      return reader.read(name, in);
    } catch (IOException e) {
      throw new UncheckedIOException("dialect " + name + " cannot be read", e);
    }
  }

  /** Returns the name that faults use. */
  public String name() {
    return name;
  }

  /** Returns whose dialect it is. */
  public String vendor() {
    return vendor;
  }

  /** Returns where its errors were seen. */
  public List<URI> sources() {
    return sources;
  }

  /** Returns when they were looked up. */
  public LocalDate date() {
    return date;
  }

  /** Returns the codes of its errors, in the order of the file. */
  public Set<String> codes() {
    return errors.keySet();
  }

  /**
   * Returns an error.
   *
   * @throws IllegalArgumentException if it has none of that code; the message names those it has
   */
  public DialectError error(String code) {
    DialectError error = errors.get(code);
    if (error == null) {
      throw new IllegalArgumentException(
          "'" + code + "' is no error of " + name + "; it has " + errors.keySet());
    }
    return error;
  }

  @Override
  public String toString() {
    return "Dialect[" + name + "]";
  }
}
