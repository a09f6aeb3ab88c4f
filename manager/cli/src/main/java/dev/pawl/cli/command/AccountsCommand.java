package dev.pawl.cli.command;

import dev.pawl.Profiles;
import dev.pawl.TokenManager;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Printable;
import dev.pawl.cli.text.Spans;
import dev.pawl.clock.TokenClock;
import dev.pawl.credentials.FastPath;
import dev.pawl.doctor.ProfileReport;
import dev.pawl.json.Json;
import dev.pawl.spi.Account;
import dev.pawl.token.Status;
import dev.pawl.token.TokenException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawl accounts}: lists the logins; never refreshes. */
@Command(
    name = "accounts",
    description =
        "Lists the logins of this user: whose they are, how they are paid for, whether "
            + "they are usable, and which one is active. Never refreshes.")
public final class AccountsCommand implements Callable<Integer> {
  private static final List<String> HEADS =
      List.of("", "PROFILE", "ACCOUNT", "ORGANIZATION", "BILLING", "STATE");

  private final Shell shell;

  @Option(names = "--json", description = "one JSON object, for scripts")
  private boolean json;

  public AccountsCommand(Shell shell) {
    this.shell = shell;
  }

  /** One line of the list. */
  private record Line(
      String profile, boolean active, Account account, Status status, @Nullable Instant end) {
    List<String> cells() {
      return List.of(
          active ? "*" : "",
          profile,
          account.email().isEmpty() ? "-" : account.email(),
          account.organizationName().isEmpty() ? "-" : account.organizationName(),
          account.billing().word(),
          state());
    }

    private String state() {
      return status.usable()
          ? "usable"
          : status.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    Map<String, @Nullable Object> fields() {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("profile", profile);
      fields.put("active", active);
      fields.put("method", account.method());
      fields.put("email", account.email());
      fields.put("organization", account.organization());
      fields.put("organizationName", account.organizationName());
      fields.put("billing", account.billing().word());
      fields.put("state", status.state().name());
      fields.put("usable", status.usable());
      fields.put("loginExpiry", end == null ? null : end.toString());
      return fields;
    }
  }

  @Override
  public Integer call() {
    try {
      List<Line> lines = lines(Profiles.of(shell.environment()));
      if (json) {
        List<Object> accounts = new ArrayList<>();
        lines.forEach(line -> accounts.add(line.fields()));
        shell.out().println(Json.write(Map.of("accounts", accounts)));
      } else if (lines.isEmpty()) {
        shell.out().println("nobody is logged in");
      } else {
        print(lines);
        warn(lines);
      }
      return shell.printed(ExitCode.OK);
    } catch (TokenException e) {
      return Session.failed(shell, "default", e);
    }
  }

  private List<Line> lines(Profiles profiles) {
    String active = profiles.active();
    List<Line> lines = new ArrayList<>();
    for (String name : profiles.names()) {
      Account account = profiles.account(name);
      lines.add(
          new Line(
              name,
              name.equals(active),
              account == null ? Account.UNKNOWN : account,
              status(name),
              new ProfileReport(shell.environment(), name).loginEnd()));
    }
    return lines;
  }

  private Status status(String name) {
    FastPath fastPath = FastPath.at(shell.environment(), name);
    if (fastPath != null) {
      return fastPath.status();
    }
    try (TokenManager manager =
        TokenManager.builder()
            .environment(shell.environment())
            .profile(name)
            .warmUp(false)
            .build()) {
      return manager.status();
    }
  }

  private void warn(List<Line> lines) {
    long now = TokenClock.system().millis();
    for (Line line : lines) {
      Instant end = line.end();
      if (end != null && StatusText.isNear(end, now)) {
        shell.say("the login of profile " + line.profile() + " ends " + Spans.when(end, now));
        shell.sayMore("next: " + Session.loginCommand(shell, line.profile()));
      }
    }
  }

  private void print(List<Line> lines) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADS);
    lines.forEach(line -> rows.add(line.cells().stream().map(Printable::of).toList()));
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
}
