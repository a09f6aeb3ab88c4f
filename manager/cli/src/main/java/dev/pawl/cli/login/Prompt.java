package dev.pawl.cli.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Questions on a terminal, each answered with one line.
 *
 * @param shell where the person sits
 */
record Prompt(Shell shell) {

  /** Whether there is a person to be asked. */
  boolean isPossible() {
    return shell.readsTerminal() && shell.saysOnTerminal();
  }

  /** Asks for consent; an empty line gives it. */
  boolean confirms(String question) throws IOException {
    String answer = ask(question + " [Y/n]: ", "y", text -> null);
    return answer != null && answer.toLowerCase(Locale.ROOT).startsWith("y");
  }

  /**
   * Asks until the answer is a good one.
   *
   * @param otherwise what an empty line means; null if it means nothing
   * @param flaw what is wrong with an answer; null if nothing
   * @return null if the input has ended
   */
  @Nullable String text(
      String question, @Nullable String otherwise, Function<String, @Nullable String> flaw)
      throws IOException {
    return ask(
        question + (otherwise == null ? "" : " [" + otherwise + "]") + ": ", otherwise, flaw);
  }

  private @Nullable String ask(
      String question, @Nullable String otherwise, Function<String, @Nullable String> flaw)
      throws IOException {
    while (true) {
      shell.err().print(Printable.of(question));
      shell.err().flush();
      String typed = line();
      String answer = typed != null && typed.isEmpty() ? otherwise : typed;
      String wrong = answer == null ? null : flaw.apply(answer);
      if (typed == null || (answer != null && wrong == null)) {
        return answer;
      }
      if (wrong != null) {
        shell.say(wrong);
      }
    }
  }

  /* Byte by byte: what is typed after the line is for whoever asks next. */
  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = shell.in().read();
    for (; next >= 0 && next != '\n'; next = shell.in().read()) {
      line.write(next);
    }
    if (next < 0) {
      shell.err().println();
      return null;
    }
    return line.toString(UTF_8).strip();
  }
}
