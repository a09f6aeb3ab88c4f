package dev.pawl.simulator.core.dialect;

import java.io.IOException;
import java.io.InputStream;

/** Reads the file of a dialect. It is a service, since this package knows no JSON library. */
public interface DialectReader {
  /**
   * Reads a dialect.
   *
   * @param name its name
   * @param in its file, in UTF-8
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is not what a dialect's file has to be
   */
  Dialect read(String name, InputStream in) throws IOException;
}
