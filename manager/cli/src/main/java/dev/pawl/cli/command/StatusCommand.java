package dev.pawl.cli.command;

import dev.pawl.cache.CacheSummary;
import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.ProfileChoice;
import dev.pawl.cli.shell.Session;
import dev.pawl.cli.shell.Shell;
import dev.pawl.credentials.Credentials;
import dev.pawl.credentials.Explanation.Row;
import dev.pawl.credentials.FastPath;
import dev.pawl.credentials.Precedence;
import dev.pawl.directory.WaitingLogin;
import dev.pawl.json.Json;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
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
        ? chosen.run(Session.Talk.ON_TERMINAL, new Slowly(shell, json))
        : print(shell, status, Used.LOGIN, json);
  }

  /**
   * The source that is used, and who pays for its use; the stored login's account tells the latter.
   */
  private record Used(String source, Billing billing) {
    static final Used LOGIN = new Used(Precedence.LOGIN, Billing.UNKNOWN);

    boolean isLogin() {
      return source.equals(Precedence.LOGIN);
    }
  }

  private record Slowly(Shell shell, boolean json) implements Chosen.Work {
    @Override
    public int run(Credentials credentials) {
      Row decided = credentials.explain().decided();
      Used used = decided == null ? Used.LOGIN : new Used(decided.source(), decided.billing());
      if (decided != null && decided.problem() != null) {
        shell.say(decided.why());
      }
      return print(shell, credentials.status(), used, json);
    }
  }

  private static int print(Shell shell, Status status, Used used, boolean json) {
    LoginDetails details = new LoginDetails(shell, status.profile());
    if (json) {
      Map<String, @Nullable Object> fields = fields(status, details.holder());
      add(fields, CacheSummary.of(shell.environment()));
      fields.put("store", details.store());
      fields.put("source", used.source());
      /* In JSON alone: to read the account takes longer than all the rest of the plain form. */
      add(fields, used.isLogin() ? details.account() : paidBy(used.billing()));
      fields.put("problem", status.problem());
      fields.put("unfinishedLogin", details.unfinished());
      WaitingLogin waiting = used.isLogin() ? details.waiting() : null;
      fields.put("waitingLogin", waiting == null ? null : waiting.place().toString());
      shell.out().println(Json.write(fields));
    } else {
      new StatusText(shell, status, used.source(), details).print();
    }
    return shell.printed(status.usable() ? ExitCode.OK : ExitCode.LOG_IN);
  }

  private static Account paidBy(Billing billing) {
    return new Account("", "", "", "", billing);
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
