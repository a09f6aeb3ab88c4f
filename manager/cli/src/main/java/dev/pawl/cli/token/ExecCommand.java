package dev.pawl.cli.token;

import dev.pawl.cli.login.LoginOffer;
import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.shell.Warnings;
import dev.pawl.cli.text.UsageException;
import dev.pawl.credentials.Credentials;
import dev.pawl.credentials.TokenDirectory;
import dev.pawl.settings.VendorVariables;
import dev.pawl.token.CacheMode;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl exec}: runs a command that finds a usable token in its environment. */
@Command(
    name = "exec",
    description =
        "Runs a command with a usable access token in its environment, or with a file "
            + "that holds one and is kept fresh. The command takes the place of pawl: input, "
            + "output, signals and the exit code are its own. With --token-file pawl stays "
            + "beside it, and passes TERM, HUP and INT on, QUIT not. Options end at the first "
            + "word of the command.")
public final class ExecCommand implements Callable<Integer> {
  static final String TOKEN_FILE = "PAWL_TOKEN_FILE";

  private static final String KEPT = "PAWL_KEPT_";

  private final Shell shell;

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description =
          "this login and no other source; if not given: PAWL_PROFILE, else the sources in their "
              + "order, with the active profile's login, or that of 'default'")
  private @Nullable String profile;

  @Option(
      names = "--env",
      paramLabel = "NAME",
      description =
          "the variable for the token; if not given, "
              + VendorVariables.AUTH_TOKEN
              + ", or "
              + VendorVariables.API_KEY
              + " for an API key; with --token-file, the one for the file's "
              + "path, PAWL_TOKEN_FILE if not given; may be repeated")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--token-file",
      description =
          "put the token into a file in memory instead, readable by this user alone, "
              + "replaced before the token of a login ends and when a helper command gives "
              + "another key, removed at the end")
  private boolean inFile;

  @Parameters(
      arity = "1..*",
      paramLabel = "CMD",
      description = "the command and its arguments; -- may stand before it")
  private List<String> command = new ArrayList<>();

  private int planned = -1;

  public ExecCommand(Shell shell) {
    this.shell = shell;
  }

  /** Prints a plan for the launcher instead of running the command; {@code words} were given. */
  public void plan(int words) {
    planned = words;
  }

  @Override
  public Integer call() {
    for (String name : names) {
      if (name.isEmpty() || name.indexOf('=') >= 0) {
        throw new UsageException("--env takes the name of a variable");
      }
    }
    int unused = TokenDirectory.sweep(shell.environment());
    if (planned >= 0) {
      int before = planned - command.size();
      return new ExecPlan(shell, new ExecWords(profile, names, inFile, before)).run();
    }
    return inFile ? withFile() : withVariable();
  }

  private int withVariable() {
    Map<String, String> variables = variables();
    Chosen chosen = Chosen.of(shell, profile, null);
    int code =
        LoginOffer.around(
            chosen,
            () ->
                chosen.run(
                    Session.Talk.ON_TERMINAL,
                    credentials -> put(credentials.token(), chosen, variables)));
    return code == ExitCode.OK ? run(variables) : code;
  }

  private int put(Token token, Chosen chosen, Map<String, String> variables) {
    if (names.isEmpty() && chosen.isLoginAlone()) {
      ExecWords.others(token, shell.environment()).forEach(variables::remove);
    }
    List<String> named = names.isEmpty() ? List.of(ExecWords.variable(token)) : names;
    BoundToken.note(shell, token);
    named.forEach(name -> variables.put(name, token.value()));
    return ExitCode.OK;
  }

  /* The first look tells whatever is wrong; while the command runs, standard error is its own. */
  private int withFile() {
    Chosen chosen = Chosen.of(shell, profile, null);
    Session.requireName(chosen.profile());
    Session.Talk talk = Session.Talk.ON_TERMINAL;
    try (Credentials credentials = chosen.credentials(CacheMode.SHARED, talk)) {
      int code = LoginOffer.around(chosen, () -> chosen.run(talk, credentials, this::look));
      return code == ExitCode.OK ? withFile(credentials) : code;
    } catch (TokenException e) {
      return Session.failed(shell, chosen.profile(), e);
    } catch (IOException e) {
      shell.say(String.valueOf(e.getMessage()));
      return ExitCode.FIX_CONFIGURATION;
    }
  }

  private int withFile(Credentials credentials) throws IOException {
    try (Warnings unheard = Warnings.listen(shell, false);
        TokenFile file = TokenFile.create(shell.environment(), credentials)) {
      Map<String, String> variables = variables();
      names(TOKEN_FILE).forEach(variable -> variables.put(variable, file.path().toString()));
      int ended = run(variables);
      unheard.tellIf(false);
      return ended;
    }
  }

  private int look(Credentials credentials) {
    BoundToken.note(shell, credentials.token());
    return ExitCode.OK;
  }

  private List<String> names(String otherwise) {
    return names.isEmpty() ? List.of(otherwise) : names;
  }

  /* What the launcher kept from this JVM is the command's again; what was empty is there no more. */
  private Map<String, String> variables() {
    Map<String, String> given = shell.environment();
    Map<String, String> variables = new HashMap<>(given);
    given.forEach(
        (name, value) -> {
          if (name.startsWith(KEPT)) {
            variables.remove(name);
            String kept = name.substring(KEPT.length());
            String unused = value.isEmpty() ? variables.remove(kept) : variables.put(kept, value);
          }
        });
    return variables;
  }

  private int run(Map<String, String> variables) {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(variables);
    return new Foreground(shell, builder).run();
  }
}
