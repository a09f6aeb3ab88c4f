package dev.pawl.cli.login;

import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.UsageException;
import dev.pawl.login.LoginException;
import dev.pawl.login.LoginException.Reason;
import dev.pawl.process.Ascii;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads a secret that must not be an argument: arguments are for everybody to see. */
final class Secret {
  private static final int LONGEST = 8 << 10;

  /** What a line of a terminal may have at least, macOS being the least generous. */
  static final int TERMINAL_LINE =
      System.getProperty("os.name", "").startsWith("Mac") ? 1_023 : 4_095;

  private Secret() {}

  /**
   * One line of standard input; typed unseen if that is a terminal.
   *
   * @param noun what it is, for people
   * @param waitTimeout for how long it is waited for; null for as long as it takes
   * @throws LoginException TRY_LATER if it does not come within that
   * @throws UsageException if there is no line, or it is no such secret (RFC 6749 appendix A.17:
   *     visible ASCII)
   */
  static String read(Shell shell, String noun, @Nullable Duration waitTimeout)
      throws IOException, LoginException {
    String secret = readIfAny(shell, noun, waitTimeout);
    if (secret.isEmpty()) {
      throw new UsageException("there is no " + noun + " on standard input");
    }
    return secret;
  }

  /** As {@link #read}; empty if there is none. */
  static String readIfAny(Shell shell, String noun, @Nullable Duration waitTimeout)
      throws IOException, LoginException {
    Awaited awaited = new Awaited(noun, waitTimeout);
    String secret =
        (shell.readsTerminal()
                ? typed(shell, noun, awaited)
                : awaited.get(() -> piped(shell, noun)))
            .strip();
    if (secret.length() > LONGEST) {
      throw new UsageException("the " + noun + " is longer than " + LONGEST + " bytes");
    }
    int wrong = Ascii.firstUnprintable(secret);
    if (wrong >= 0) {
      throw new UsageException(
          "character " + (wrong + 1) + " of standard input cannot be part of a " + noun);
    }
    return secret;
  }

  private static String typed(Shell shell, String noun, Awaited awaited)
      throws IOException, LoginException {
    try (UnseenTerminal terminal = UnseenTerminal.open()) {
      if (terminal == null) {
        return awaited.get(() -> typed(noun));
      }
      shell.err().print("The " + noun + " (not shown): ");
      shell.err().flush();
      try {
        return awaited.get(() -> TypedLine.read(shell.in()));
      } finally {
        shell.err().println();
      }
    }
  }

  /* From 22 on there is always a console; before that, none if the output is redirected. */
  @SuppressWarnings("SystemConsoleNull")
  private static String typed(String noun) {
    Console console = System.console();
    if (console == null) {
      throw new UsageException(
          "what you type would be shown; pipe the " + noun + " in, or do not redirect the output");
    }
    char[] typed = console.readPassword("The %s (not shown): ", noun);
    if (typed != null && typed.length >= TERMINAL_LINE) {
      throw new UsageException(
          "a terminal passes on no more than "
              + TERMINAL_LINE
              + " characters at once here, so this may be cut; pipe the "
              + noun
              + " in");
    }
    return typed == null ? "" : new String(typed);
  }

  /** Something that is read, for a while. */
  private record Awaited(String noun, @Nullable Duration waitTimeout) {

    String get(Callable<String> reading) throws IOException, LoginException {
      FutureTask<String> task = new FutureTask<>(reading);
      Thread reader = new Thread(task, "pawl-secret");
      reader.setDaemon(true); // nothing ends a read of standard input
      reader.start();
      try {
        return waitTimeout == null
            ? task.get()
            : task.get(waitTimeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } catch (TimeoutException e) {
        String span = waitTimeout == null ? "" : " within " + waitTimeout.toSeconds() + " s";
        throw new LoginException(
            Reason.TRY_LATER, "nobody gave the " + noun + " on standard input" + span);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LoginException(Reason.TRY_LATER, "interrupted");
      }
    }

    private static IOException failure(@Nullable Throwable cause) {
      if (cause instanceof RuntimeException fault) {
        throw fault;
      }
      return cause instanceof IOException failure ? failure : new IOException(cause);
    }
  }

  private static String piped(Shell shell, String noun) throws IOException {
    String text = new String(shell.in().readNBytes(LONGEST + 3), StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    if (end >= 0 && !text.substring(end).isBlank()) {
      throw new UsageException(
          "standard input holds more than one line; only the " + noun + " belongs there");
    }
    return end < 0 ? text : text.substring(0, end);
  }
}
