package dev.pawl.cli.shell;

import dev.pawl.cli.text.Printable;
import dev.pawl.network.Transport;
import dev.pawl.network.TransportSettings;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and prints, and its environment.
 *
 * @param in standard input
 * @param out what was asked for, and nothing else
 * @param err everything that is said to people
 * @param environment variables
 * @param settings the files that count
 */
public record Shell(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Settings settings) {
  private static final Path TERMINAL = Path.of("/dev/tty");
  private static final int IN = 0;
  private static final int OUT = 1;
  private static final int ERR = 2;

  /** As above, with the settings that {@code environment} asks for, and the machine's. */
  public Shell(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
    this(in, out, err, environment, Settings.of(environment));
  }

  /**
   * The profile that a command speaks of: the argument, else PAWL_PROFILE, else the active one.
   *
   * @throws RuntimeException if the pointer to the active one is damaged
   */
  String profile(@Nullable String argument) {
    String named = argument == null ? environment.getOrDefault("PAWL_PROFILE", "") : argument;
    return named.isEmpty() && argument == null ? ActiveName.of(environment) : named;
  }

  /**
   * How issuers are reached from here.
   *
   * @throws SettingsException if the settings of it cannot be used
   */
  public Transport transport() throws SettingsException {
    return TransportSettings.transport(settings, environment);
  }

  /** Says how {@code profile} becomes the active one, if it is not. */
  public void hintAtUse(String profile) {
    if (!profile.equals(profile(null)) && saysOnTerminal()) {
      say("to make it the active profile: pawl use " + profile);
    }
  }

  /** Says {@code text} to people; what could steer a terminal is shown as text. */
  public void say(String text) {
    err.println("pawl: " + Printable.of(text));
  }

  /**
   * Shows a person {@code text} at the terminal of this process, though standard error leads
   * elsewhere: a program that calls this one may keep that, and a login waits for somebody. To
   * nobody if there is no terminal.
   */
  public void sayToPerson(String text) {
    if (saysOnTerminal()) {
      err.println(Printable.of(text));
      return;
    }
    try {
      Files.writeString(TERMINAL, Printable.of(text) + "\n", StandardOpenOption.WRITE);
    } catch (IOException e) {
      return; // nobody sits there
    }
  }

  /** Says {@code text} as the continuation of what was said. */
  public void sayMore(String text) {
    err.println("      " + Printable.of(text));
  }

  /**
   * Ends what was printed.
   *
   * @return {@code code}, or another if not all of it could be written
   */
  public int printed(int code) {
    if (!out.checkError()) {
      return code;
    }
    if (out == System.out && isUnread()) {
      return ExitCode.UNREAD;
    }
    say("standard output cannot be written");
    return ExitCode.FIX_CONFIGURATION;
  }

  /* A stream keeps no reason; the same again has the same one. What was wanted has been read. */
  private static boolean isUnread() {
    try (FileOutputStream again = new FileOutputStream(FileDescriptor.out)) {
      again.write('\n');
      return false;
    } catch (IOException e) {
      return "Broken pipe".equals(e.getMessage());
    }
  }

  boolean isDebugging() {
    return "1".equals(environment.get("PAWL_DEBUG"));
  }

  public boolean hasColours() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"))
        && printsOnTerminal();
  }

  public boolean printsOnTerminal() {
    return out == System.out && isTerminal(OUT);
  }

  public boolean readsTerminal() {
    return in == System.in && isTerminal(IN);
  }

  public boolean saysOnTerminal() {
    return err == System.err && isTerminal(ERR);
  }

  /** Tells whether standard error has a form for each of these characters. */
  public boolean canShow(String characters) {
    String encoding =
        System.getProperty(
            "stderr.encoding", // from Java 19 on
            System.getProperty("sun.stderr.encoding", System.getProperty("native.encoding", "")));
    return !encoding.isEmpty()
        && Charset.isSupported(encoding)
        && Charset.forName(encoding).newEncoder().canEncode(characters);
  }

  /* The console of the JDK tells of input and output together, and not the same on every version. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return askTest(descriptor);
    }
  }

  /* Where there is no /proc: test(1) is told by its own descriptors, which are ours. */
  private static boolean askTest(int descriptor) {
    try {
      return new ProcessBuilder("test", "-t", Integer.toString(descriptor))
              .inheritIO()
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
