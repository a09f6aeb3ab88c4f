package dev.pawl.cli.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * How the commands log, wherever a thread of theirs does: in the voice of the command, never in the
 * raw lines of the JDK. The JDK makes one the first time that anything is logged, since {@link
 * #choose} names this class in {@code java.util.logging.config.class}.
 */
public final class PlainLogging {
  static final String PROPERTY = "java.util.logging.config.class";

  /** Configures the JDK's logging. */
  public PlainLogging() throws IOException {
    String config = "handlers=" + Said.class.getName() + "\n.level=INFO\n";
    LogManager.getLogManager()
        .readConfiguration(new ByteArrayInputStream(config.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Chosen only where the user chose nothing. */
  public static void choose() {
    if (System.getProperty(PROPERTY) == null
        && System.getProperty("java.util.logging.config.file") == null) {
      System.setProperty(PROPERTY, PlainLogging.class.getName());
    }
  }

  /** Says warnings of ours on standard error, a line each. */
  public static final class Said extends Handler {
    /** Made by the JDK's logging. */
    public Said() {
      setLevel(Level.WARNING);
    }

    @Override
    public void publish(LogRecord logged) {
      if (isLoggable(logged) && String.valueOf(logged.getLoggerName()).startsWith("dev.pawl")) {
        String text = new SimpleFormatter().formatMessage(logged);
        System.err.println("pawl: " + Printable.of(text));
      }
    }

    @Override
    public void flush() {
      System.err.flush();
    }

    @Override
    public void close() {}
  }
}
