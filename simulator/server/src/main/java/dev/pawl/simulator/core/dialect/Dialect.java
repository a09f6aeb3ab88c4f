package dev.pawl.simulator.core.dialect;

import java.net.URI;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a vendor words its errors. Immutable. */
public final class Dialect {
  private final String name;
  private final String vendor;
  private final List<URI> sources;
  private final LocalDate date;
  private final Map<String, DialectError> errors;
  private final AnswerWording answers;

  /**
   * Creates a dialect.
   *
   * @param name the name that faults use
   * @param vendor whose it is
   * @param sources where its errors were seen
   * @param date when they were looked up
   * @param errors what it can say, by code
   * @param answers how it words its good answers
   */
  public Dialect(
      String name,
      String vendor,
      List<URI> sources,
      LocalDate date,
      Map<String, DialectError> errors,
      AnswerWording answers) {
    this.name = name;
    this.vendor = vendor;
    this.sources = List.copyOf(sources);
    this.date = date;
    this.errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
    this.answers = answers;
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

  /** Returns how it words its good answers. */
  public AnswerWording answers() {
    return answers;
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
