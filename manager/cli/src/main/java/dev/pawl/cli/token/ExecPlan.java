package dev.pawl.cli.token;

import dev.pawl.cli.login.LoginOffer;
import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.credentials.FastPath;
import dev.pawl.process.Ascii;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the launcher must know to put a command in its own place: printed on standard output, which
 * the launcher reads. The first line is {@code command N}, where N words precede the command (the
 * verb among them); then comes the token, then each variable that gets it, then, after a {@code -},
 * each that the command must not find. {@code stay} says that this JVM is needed beside the
 * command.
 *
 * @param shell where the plan is made
 * @param words what was asked for
 */
public record ExecPlan(Shell shell, ExecWords words) {
  /** Variables that a shell keeps to itself, or that change how it finds the command. */
  private static final List<String> OF_SHELLS =
      List.of("PATH", "IFS", "ENV", "UID", "EUID", "PPID", "OPTIND", "LINENO", "SHELLOPTS", "_");

  /** Makes the plan, or tells why there is none; returns the exit code. */
  public int run() {
    for (String name : words.names()) {
      if (!isPlain(name)) {
        return stay();
      }
    }
    return words.inFile() ? stay() : command();
  }

  private int stay() {
    shell.out().println("stay");
    return shell.printed(ExitCode.OK);
  }

  private int command() {
    Chosen chosen = Chosen.of(shell, words.profile(), null);
    FastPath fastPath = chosen.fastPath();
    Token token = fastPath == null ? null : fastPath.token(Duration.ZERO);
    /* What never ends may be a key, which only its file tells. */
    boolean known =
        token != null && (!words.names().isEmpty() || !token.expiry().equals(Instant.MAX));
    return known && token != null
        ? print(chosen, token)
        : LoginOffer.around(
            chosen,
            () ->
                chosen.run(
                    Session.Talk.ON_TERMINAL, credentials -> print(chosen, credentials.token())));
  }

  private int print(Chosen chosen, Token token) {
    if (token.kind() == Kind.AWS_KEYS) {
      shell.say("AWS gives keys that sign requests, and no token that a command could have");
      shell.sayMore("next: let its profile have credential_process = pawl aws-credentials");
      return ExitCode.FIX_CONFIGURATION;
    }
    if (!Ascii.isVisible(token.value())) {
      shell.say("the access token holds characters that no token may have; log in again");
      return ExitCode.LOG_IN;
    }
    Set<String> names = new LinkedHashSet<>(words.names());
    if (names.isEmpty()) {
      names.add(ExecWords.variable(token));
    }
    BoundToken.note(shell, token);
    shell.out().println("command " + (words.before() + 1));
    shell.out().println(token.value());
    names.forEach(shell.out()::println);
    if (words.names().isEmpty() && chosen.isLoginAlone()) {
      ExecWords.others(token, shell.environment()).forEach(name -> shell.out().println("-" + name));
    }
    return shell.printed(ExitCode.OK);
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !name.isEmpty() && !name.startsWith("BASH") && !OF_SHELLS.contains(name);
  }
}
