package dev.pawl.cli.command;

import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.ProfileChoice;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.credentials.Credentials;
import dev.pawl.credentials.Explanation.Row;
import dev.pawl.credentials.FastPath;
import dev.pawl.doctor.CacheSummary;
import dev.pawl.doctor.FleetReport;
import dev.pawl.doctor.UnfinishedLogin;
import dev.pawl.doctor.WaitingLogin;
import dev.pawl.json.Json;
import dev.pawl.spi.Account;
import dev.pawl.token.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl status}: says what is stored and whether it is usable; never refreshes. */
@Command(
    name = "status",
    description = {
      "Says what is stored and whether it is usable. Never refreshes, takes no lock.",
      "The exit code is 0 if a token can be had without a person and without the network, else 1."
    })
public final class StatusCommand implements Callable<Integer> {
  private static final String FLEET = "fleet";

  private final Shell shell;

  @Mixin private final ProfileChoice profile = new ProfileChoice();

  @Option(names = "--json", description = "one JSON object, for scripts; names the account too")
  private boolean json;

  public StatusCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return run(Chosen.of(shell, profile.argument(), null), json);
  }

  public static int run(Chosen chosen, boolean json) {
    Shell shell = chosen.shell();
    FastPath fastPath = chosen.fastPath();
    Status status = fastPath == null ? null : fastPath.status();
    return status == null || status.state() == Status.State.MISCONFIGURED // only the files say why
        ? chosen.run(Session.Talk.ON_TERMINAL, new StatusOfCredentials(shell, json))
        : print(shell, status, UsedSource.login(shell, status.profile()), json);
  }

  /* A warm status asks nobody but the store of a login that lies there. */
  private static int print(Shell shell, Status status, UsedSource used, boolean json) {
    boolean shared = used.report().store().equals(FLEET);
    return print(shell, status, used, shared ? used.fleet() : null, json);
  }

  private record StatusOfCredentials(Shell shell, boolean json) implements Chosen.Work {
    @Override
    public int run(Credentials credentials) {
      Row decided = credentials.explain().decided();
      if (decided != null && decided.problem() != null) {
        shell.say(decided.why());
      }
      Status status = credentials.status();
      UsedSource used =
          decided == null
              ? UsedSource.login(shell, status.profile())
              : UsedSource.of(shell, status.profile(), decided.source(), decided.billing());
      return print(shell, status, used, used.fleet(), json);
    }
  }

  private static int print(
      Shell shell, Status status, UsedSource used, @Nullable FleetReport fleet, boolean json) {
    if (json) {
      Map<String, @Nullable Object> fields = fields(status, used.report().lockHolder());
      add(fields, used.report().cache());
      fields.put("store", fleet == null ? used.report().store() : FLEET);
      if (fleet != null) {
        fields.put("fleet", FleetText.fieldsOfOne(fleet));
      }
      fields.put("source", used.name());
      add(fields, used.account());
      fields.put("loginExpiry", used.isLogin() ? text(used.report().loginEnd()) : null);
      fields.put("scope", used.isLogin() ? used.report().scopes() : null);
      fields.put("bound", used.isLogin() && used.report().isBound());
      fields.put("problem", status.problem());
      UnfinishedLogin unfinished = used.report().unfinishedLogin();
      fields.put("unfinishedLogin", unfinished == null ? null : unfinished.issuer());
      WaitingLogin waiting = used.waiting();
      fields.put("waitingLogin", waiting == null ? null : waiting.place().toString());
      shell.out().println(Json.write(fields));
    } else {
      new StatusText(shell, status, used, fleet).print();
    }
    return shell.printed(status.usable() ? ExitCode.OK : ExitCode.LOG_IN);
  }

  private static void add(Map<String, @Nullable Object> fields, Account account) {
    fields.put("method", account.method());
    fields.put("email", account.email());
    fields.put("organization", account.organization());
    fields.put("organizationName", account.organizationName());
    fields.put("billing", account.billing().word());
  }

  private static Map<String, @Nullable Object> fields(Status status, @Nullable String holder) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("profile", status.profile());
    fields.put("state", status.state().name());
    fields.put("usable", status.usable());
    fields.put("generation", status.generation());
    fields.put("expiry", text(status.expiry()));
    fields.put("retryAt", text(status.retryAt()));
    fields.put("skewMillis", status.skewMillis());
    fields.put("cache", status.cache());
    fields.put("lockHolder", holder);
    return fields;
  }

  private static void add(Map<String, @Nullable Object> fields, @Nullable CacheSummary table) {
    if (table != null) {
      fields.put("cacheEngine", table.engine());
      fields.put("cacheCapacity", table.capacity());
      fields.put("cacheUsed", table.used());
      fields.put("cacheEpoch", table.epoch());
    }
  }

  /* A token that never ends has no expiry in JSON. */
  private static @Nullable String text(@Nullable Instant time) {
    return time == null || time.equals(Instant.MAX) ? null : time.toString();
  }
}
