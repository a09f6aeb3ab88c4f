package dev.pawl.cli;

import dev.pawl.CacheSummary;
import dev.pawl.Glance;
import dev.pawl.Status;
import dev.pawl.json.Json;
import dev.pawl.store.StateDirectory;
import dev.pawl.store.StoreException;
import dev.pawl.store.Whereabouts;
import java.nio.file.Files;
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
final class StatusCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final ProfileChoice profile = new ProfileChoice();

  @Option(names = "--json", description = "one JSON object, for scripts")
  private boolean json;

  StatusCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return run(shell, profile.name(shell), json);
  }

  static int run(Shell shell, String profile, boolean json) {
    Glance glance = Glance.at(shell.environment(), profile);
    if (glance != null) {
      return print(shell, glance.status(), json);
    }
    return isFresh(shell)
        ? print(shell, nobody(profile), json)
        : Session.run(shell, profile, Session.Talk.ON_TERMINAL, new Slowly(json));
  }

  /** Whether nothing was ever stored; to ask must not create anything. */
  private static boolean isFresh(Shell shell) {
    try {
      return Files.notExists(StateDirectory.of(shell.environment()).path());
    } catch (StoreException e) {
      return false; // the session says what is missing
    }
  }

  private static Status nobody(String profile) {
    Session.requireName(profile);
    return new Status(profile, Status.State.LOGGED_OUT, false, 0, null, null, 0, "none");
  }

  private record Slowly(boolean json) implements Session.Work {
    @Override
    public int run(Session session) {
      return print(session.shell(), session.manager().status(), json);
    }
  }

  private static int print(Shell shell, Status status, boolean json) {
    String holder = holder(shell, status.profile());
    if (json) {
      Map<String, @Nullable Object> fields = fields(status, holder);
      add(fields, CacheSummary.of(shell.environment()));
      fields.put("store", store(shell, status.profile()));
      shell.out().println(Json.write(fields));
    } else {
      new StatusText(shell, status, holder).print();
    }
    return shell.printed(status.usable() ? ExitCode.OK : ExitCode.LOG_IN);
  }

  private static @Nullable String holder(Shell shell, String profile) {
    try {
      return StateDirectory.of(shell.environment()).lockHolder(profile);
    } catch (StoreException e) {
      return null;
    }
  }

  /** Where the secrets lie, in a word. */
  static String store(Shell shell, String profile) {
    try {
      return Whereabouts.of(StateDirectory.of(shell.environment()), profile);
    } catch (StoreException e) {
      return "file";
    }
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
