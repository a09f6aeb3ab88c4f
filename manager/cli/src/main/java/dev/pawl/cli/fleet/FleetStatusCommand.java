package dev.pawl.cli.fleet;

import dev.pawl.cli.command.FleetText;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Progress;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Printable;
import dev.pawl.doctor.FleetLogin;
import dev.pawl.doctor.FleetReport;
import dev.pawl.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawl fleet status}: the store, and every login that lies in it. */
@Command(
    name = "status",
    description =
        "Says where the store is and what it says of itself, and lists the logins that lie in it: "
            + "their state, who claims them, and since when this host has seen them so. Needs no "
            + "key. While the store is away, the list is what this host saw last.",
    footer = {
      "",
      "Exit codes:",
      "  0  the store answers, and nothing is wrong with it",
      "  2  wrong usage",
      "  3  it does not answer",
      "  4  no settings name a fleet, or something is wrong with the store"
    })
final class FleetStatusCommand implements Callable<Integer> {
  private static final List<String> HEADS =
      List.of("PROFILE", "STATE", "GENERATION", "CLAIM", "SEEN");

  private final Shell shell;

  @Option(names = "--json", description = "one JSON object, for scripts")
  private boolean json;

  FleetStatusCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return FleetFailure.guarded(shell, this::status);
  }

  private int status() throws IOException {
    FleetReport fleet = report();
    if (fleet == null) {
      shell.say("no settings name a fleet");
      shell.sayMore("next: set fleet.url and fleet.key, see docs/fleet.md");
      return ExitCode.FIX_CONFIGURATION;
    }
    if (json) {
      shell.out().println(Json.write(fields(fleet)));
    } else {
      print(fleet);
    }
    return shell.printed(code(fleet));
  }

  private @Nullable FleetReport report() throws IOException {
    try (Progress progress = new Progress(shell, "waiting for the store")) {
      progress.begin(true);
      return FleetReport.of(shell.environment(), shell.settings(), null);
    }
  }

  private static int code(FleetReport fleet) {
    if (!fleet.isReachable()) {
      return ExitCode.TRY_LATER;
    }
    return fleet.store().problems().isEmpty() ? ExitCode.OK : ExitCode.FIX_CONFIGURATION;
  }

  private static Map<String, @Nullable Object> fields(FleetReport fleet) {
    Map<String, @Nullable Object> fields = FleetText.fields(fleet);
    fields.put("store", fleet.store().facts());
    fields.put("logins", fleet.logins().stream().map(FleetText::fields).toList());
    fields.put("more", fleet.more());
    return fields;
  }

  private void print(FleetReport fleet) {
    line("store", FleetText.store(fleet));
    fleet
        .store()
        .facts()
        .forEach(
            (name, value) -> {
              if (!name.equals("place") && !name.equals("latency")) {
                line(name, value);
              }
            });
    fleet.store().problems().forEach(problem -> line("problem", problem));
    shell.out().println();
    if (fleet.logins().isEmpty()) {
      shell.out().println("no logins");
    } else {
      table(fleet.logins());
    }
    if (fleet.more() > 0) {
      shell.out().println("and " + fleet.more() + " more");
    }
    fleet.logins().stream()
        .filter(login -> FleetText.clock(login) != null)
        .findFirst()
        .ifPresent(login -> line("clock", Objects.requireNonNull(FleetText.clock(login))));
  }

  private void line(String name, String value) {
    shell.out().println(name + " ".repeat(Math.max(2, 22 - name.length())) + Printable.of(value));
  }

  private void table(List<FleetLogin> logins) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADS);
    logins.forEach(login -> rows.add(cells(login)));
    int[] widths = new int[HEADS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        text.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      shell.out().println(text.toString().stripTrailing());
    }
  }

  private static List<String> cells(FleetLogin login) {
    String state = login.state() + (login.isShadowed() ? " (this host has its own)" : "");
    return List.of(
        Printable.of(login.profile()),
        Printable.of(state),
        Long.toString(login.generation()),
        Printable.of(
            login.holder() == null
                ? "-"
                : login.holder() + (login.isHeldHere() ? " (this host)" : "")),
        FleetText.seen(login));
  }
}
