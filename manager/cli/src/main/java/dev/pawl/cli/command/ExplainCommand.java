package dev.pawl.cli.command;

import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.ProfileChoice;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Printable;
import dev.pawl.credentials.Credentials;
import dev.pawl.credentials.Explanation;
import dev.pawl.credentials.Explanation.Row;
import dev.pawl.doctor.FleetLogin;
import dev.pawl.doctor.FleetReport;
import dev.pawl.json.Json;
import dev.pawl.token.TokenException.Reason;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl explain}: says which credential is used, and why. */
@Command(
    name = "explain",
    description =
        "Says which credential a program would get here, from where, whose it is and who "
            + "pays, and which others it outranks. Runs no helper, refreshes nothing, shows no "
            + "secret.")
public final class ExplainCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final ProfileChoice profile = new ProfileChoice();

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "as if this source alone were allowed; PAWL_SOURCE if not given")
  private @Nullable String source;

  @Option(names = "--json", description = "one JSON object, for scripts")
  private boolean json;

  public ExplainCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return Chosen.of(shell, profile.argument(), source)
        .run(Session.Talk.ON_TERMINAL, this::explain);
  }

  private int explain(Credentials credentials) {
    Explanation explanation = credentials.explain();
    boolean usable = credentials.status().usable();
    ExplanationText text = new ExplanationText(shell, explanation);
    FleetReport fleet = fleet(explanation);
    if (json) {
      Map<String, @Nullable Object> fields = text.fields(usable);
      if (fleet != null) {
        fields.put("fleet", FleetText.fieldsOfOne(fleet));
      }
      shell.out().println(Json.write(fields));
    } else {
      text.print(usable);
      if (fleet != null) {
        print(fleet);
      }
    }
    return shell.printed(code(explanation.decided(), usable));
  }

  private @Nullable FleetReport fleet(Explanation explanation) {
    Row decided = explanation.decided();
    return decided == null
        ? UsedSource.login(shell, explanation.profile()).fleet()
        : UsedSource.of(shell, explanation.profile(), decided.source(), decided.billing()).fleet();
  }

  private void print(FleetReport fleet) {
    out("fleet: " + FleetText.store(fleet));
    fleet.store().problems().forEach(problem -> out("      " + problem));
    for (FleetLogin login : fleet.logins()) {
      String clock = FleetText.clock(login);
      out(
          "      claim "
              + FleetText.claim(login)
              + "; seen "
              + FleetText.seen(login)
              + (clock == null ? "" : "; clock: " + clock));
    }
  }

  private void out(String text) {
    shell.out().println(Printable.of(text));
  }

  private static int code(@Nullable Row decided, boolean usable) {
    Reason problem = decided == null ? null : decided.problem();
    if (problem == null) {
      return usable ? ExitCode.OK : ExitCode.LOG_IN;
    }
    return problem == Reason.LOG_IN ? ExitCode.LOG_IN : ExitCode.FIX_CONFIGURATION;
  }
}
