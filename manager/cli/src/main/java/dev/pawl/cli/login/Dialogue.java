package dev.pawl.cli.login;

import dev.pawl.cli.shell.Shell;
import dev.pawl.desktop.Browser;
import dev.pawl.desktop.Clipboard;
import dev.pawl.login.Person;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The person at the terminal, as a login speaks to them. What is said goes to standard error.
 *
 * @param shell where they sit
 * @param opens whether a browser may be opened for them
 * @param clipboard where an address is copied to
 */
record Dialogue(Shell shell, boolean opens, Clipboard clipboard) implements Person {
  private static final int LONGEST_LINE = 16 << 10;

  Dialogue(Shell shell, boolean opens) {
    this(shell, opens, Clipboard.of(shell.environment()));
  }

  @Override
  public boolean visit(URI page) {
    shell.say("log in with a browser at this address:");
    shell.sayMore(page.toString());
    boolean opened = opens && new Browser(shell.environment()).open(page);
    shell.sayMore(
        opened
            ? "a browser was opened for it; waiting for it to come back"
            : "no browser was opened; open the address in one");
    shell.sayMore("c and Enter copies the address; or paste here the code, or the whole");
    shell.sayMore("address that the browser ends at, if it cannot come back to this machine");
    return opened;
  }

  @Override
  public void visitElsewhere(URI page, String code, @Nullable URI wholePage) {
    shell.say("open this address on any device: " + page);
    shell.sayMore("and type the code " + code);
    if (wholePage != null) {
      shell.sayMore("or open, with the code in it: " + wholePage);
      draw(wholePage.toString());
    }
    shell.sayMore("waiting for the login there");
  }

  private void draw(String address) {
    if (shell.saysOnTerminal() && shell.canShow("▀▄█") && QrPicture.fits(address)) {
      QrPicture.lines(address).forEach(shell.err()::println);
    }
  }

  @Override
  public void tell(String text) {
    shell.say(text);
  }

  @Override
  public void copy(URI page) {
    if (clipboard.put(page.toString())) {
      shell.say("the address was copied");
    } else if (shell.saysOnTerminal()) {
      shell.err().print(Clipboard.terminalSequence(page.toString()));
      shell.say("the terminal was asked to copy the address");
    } else {
      shell.say("there is no clipboard here; the address is " + page);
    }
  }

  @Override
  public @Nullable String typed() throws IOException {
    InputStream in = shell.in();
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return line.isEmpty() ? null : line.toString();
      }
      if (line.length() <= LONGEST_LINE) {
        line.append((char) next);
      }
    }
    int most = shell.readsTerminal() ? Secret.TERMINAL_LINE - 1 : LONGEST_LINE;
    if (line.length() > most) {
      shell.say(
          "more than " + most + " characters at once may be cut here, so they were not used;");
      shell.sayMore("paste the code alone, or run the command with its input from a pipe");
      return "";
    }
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
