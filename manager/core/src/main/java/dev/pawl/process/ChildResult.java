package dev.pawl.process;

import java.nio.charset.StandardCharsets;

/** How a command ended, and what it wrote. Immutable. */
public final class ChildResult {
  private static final int SIGNALLED = 128;
  private static final int SIGNALS = 64;

  private final int code;
  private final byte[] output;
  private final String errors;

  ChildResult(int code, byte[] output, String errors) {
    this.code = code;
    this.output = output.clone();
    this.errors = errors;
  }

  /** Its exit code; 128 + n if signal n ended it, as a shell says it. */
  public int code() {
    return code;
  }

  /** What it wrote to standard output, byte by byte; may be a secret. */
  public byte[] output() {
    return output.clone();
  }

  /** What it wrote to standard output, read as UTF-8; may be a secret. */
  public String text() {
    return new String(output, StandardCharsets.UTF_8);
  }

  /**
   * What it wrote to standard error, from its beginning, as it may be shown: what is not plainly
   * visible is spelt out. May hold a secret nevertheless.
   */
  public String errors() {
    return errors;
  }

  /** Whether it ended of its own will with code 0. */
  public boolean isGood() {
    return code == 0;
  }

  /** Such as {@code exit code 3} or {@code signal 9}. */
  public String ending() {
    boolean signal = code > SIGNALLED && code <= SIGNALLED + SIGNALS;
    return signal ? "signal " + (code - SIGNALLED) : "exit code " + code;
  }

  /** Says how it ended and how much it wrote, never what. */
  @Override
  public String toString() {
    return "ChildResult[" + ending() + ", " + output.length + " bytes of output]";
  }
}
