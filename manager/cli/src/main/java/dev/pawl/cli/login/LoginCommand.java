package dev.pawl.cli.login;

import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.IssuerOptions;
import dev.pawl.cli.shell.ProfileChoice;
import dev.pawl.cli.shell.ProgramOptions;
import dev.pawl.cli.shell.Progress;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Spans;
import dev.pawl.cli.text.UsageException;
import dev.pawl.clock.TokenClock;
import dev.pawl.json.JsonException;
import dev.pawl.login.LoginException;
import dev.pawl.login.Method;
import dev.pawl.login.Registration;
import dev.pawl.login.RegistrationForm;
import dev.pawl.network.ConfigurationException;
import dev.pawl.oauth.AuthorizationServer;
import dev.pawl.settings.SettingsException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl login}: stores a login and gets its first access token. */
@Command(
    name = "login",
    description =
        "Stores a login for every process of this user and gets its first access token: "
            + "in the browser, on another device, or with a secret that is read from standard "
            + "input, never from the arguments, which others see. One process at a time bothers "
            + "a person; others adopt.")
public final class LoginCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final Shell shell;

  @Mixin private final ProfileChoice profile = new ProfileChoice();

  @Mixin private final IssuerOptions issuer = new IssuerOptions();

  @Mixin private final ProgramOptions program = new ProgramOptions();

  @Option(
      names = "--method",
      paramLabel = "M",
      description =
          "claudeai, console (a key is made and stored), oauth (default), device, paste, "
              + "refresh-token or api-key (both from standard input: one line, or typed unseen), or "
              + "client-credentials (for a program without a person, which has a secret), "
              + "jwt-bearer (for one that presents an assertion, as a service account does) or "
              + "token-exchange (for one that exchanges one token for another)")
  private @Nullable String method;

  @Option(names = "--refresh-token-stdin", description = "the same as --method refresh-token")
  private boolean fromStdin;

  @Option(names = "--no-browser", description = "open no browser; show the address alone")
  private boolean noBrowser;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description =
          "how long a person, or a secret on standard input, may take; 5m for a person if not"
              + " given")
  private @Nullable String wait;

  @Option(
      names = "--again",
      description = "open a browser even if a login has failed within the last minute")
  private boolean again;

  @Option(
      names = "--yes",
      description =
          "ask nothing; if not given, a terminal is asked for the issuer of a profile that has none")
  private boolean yes;

  @Option(names = "--json", description = "print the resulting status as one JSON object")
  private boolean json;

  @Option(
      names = "--import",
      paramLabel = "FILE",
      description =
          "store many logins: JSON Lines from a private file, or from standard input if it "
              + "is '-'; profile, issuer, client_id and refresh_token in each line, see "
              + "docs/formats.md")
  private @Nullable String bulk;

  @Option(
      names = "--expected-profiles",
      paramLabel = "N",
      description =
          "with --import: for how many profiles a new state directory is laid out; 1024 if "
              + "not given, more need the Chronicle engine for their cache, see docs/profiles.md")
  private int expectedProfiles = 1_024;

  public LoginCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (bulk != null) {
      return new LoginBulk(shell).run(bulk, expectedProfiles, json);
    }
    String name = profile.name(shell);
    Session.requireName(name);
    Duration waitTimeout = Spans.parse(wait == null ? "5m" : wait);
    try {
      RegistrationForm form = issuer.form(shell, name, word(), program.fields());
      if (asks(form)) {
        Registration.requirePermitted(form.method(), shell.environment(), shell.settings());
        if (!new Questions(shell, name, issuer).ask()) {
          shell.say("nothing was stored");
          return ExitCode.LOG_IN;
        }
      }
      Method way = form.method();
      String secret =
          way.isGiven() ? Secret.read(shell, noun(way), wait == null ? null : waitTimeout) : "";
      Registration registration = registration(form);
      boolean opens = !noBrowser && way != Method.PASTE;
      LoginRun.Wish wish = new LoginRun.Wish(opens, again, waitTimeout, json);
      return Session.run(
          shell,
          name,
          way.needsPerson() ? Session.Talk.TO_A_PERSON : Session.Talk.ALWAYS,
          new LoginRun(shell, registration, secret, wish));
    } catch (ConfigurationException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    } catch (SettingsException e) {
      shell.say(String.valueOf(e.getMessage()));
      return ExitCode.FIX_CONFIGURATION;
    } catch (LoginException e) {
      shell.say(e.why());
      shell.sayMore("nothing was stored");
      return e.reason() == LoginException.Reason.FIX_CONFIGURATION
          ? ExitCode.FIX_CONFIGURATION
          : ExitCode.TRY_LATER;
    } catch (IOException e) {
      return undiscovered(e);
    }
  }

  private boolean asks(RegistrationForm form) throws SettingsException {
    return !yes && !json && !form.knowsIssuer() && new Prompt(shell).isPossible();
  }

  private @Nullable String word() {
    if (!fromStdin) {
      return method;
    }
    if (method != null && !method.equals(Method.REFRESH_TOKEN.word())) {
      throw new UsageException("--refresh-token-stdin is the method refresh-token; name one");
    }
    return Method.REFRESH_TOKEN.word();
  }

  private static String noun(Method way) {
    return way == Method.API_KEY ? "API key" : "refresh token";
  }

  private Registration registration(RegistrationForm form) throws IOException, LoginException {
    try (Progress progress = new Progress(shell, "asking the issuer")) {
      progress.begin(true);
      Registration filled =
          form.fill(new AuthorizationServer(shell.transport(), TokenClock.system()), TIMEOUT);
      String asked = form.issuer();
      String named = filled.client().issuer();
      if (asked != null && !asked.equals(named) && filled.client().isOf(asked)) {
        shell.say("the issuer names itself " + named + ", so the login goes by that");
      }
      return filled;
    }
  }

  /* A document that says the wrong thing stays wrong; a network may come back. */
  private int undiscovered(IOException e) {
    shell.say(String.valueOf(e.getMessage()));
    boolean network =
        e.getCause() instanceof IOException && !(e.getCause() instanceof JsonException);
    shell.sayMore("nothing was stored" + (network ? "; next: try again later" : ""));
    return network ? ExitCode.TRY_LATER : ExitCode.FIX_CONFIGURATION;
  }
}
