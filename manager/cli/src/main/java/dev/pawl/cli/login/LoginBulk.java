package dev.pawl.cli.login;

import dev.pawl.TokenManager;
import dev.pawl.TokenManagers;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.shell.Warnings;
import dev.pawl.cli.text.UsageException;
import dev.pawl.clock.TokenClock;
import dev.pawl.json.Json;
import dev.pawl.process.ShellWord;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.LoginOutcome.Result;
import dev.pawl.token.TokenException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code pawl login --import}: stores the logins of a file, or of standard input. */
final class LoginBulk {
  private static final int MOST_TOLD = 20;
  private static final long NEWS_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private final Shell shell;
  private final TokenClock clock = TokenClock.system();
  private final Map<Result, Long> counts = new EnumMap<>(Result.class);
  private final boolean talks;
  private long told;
  private long saidAt;

  LoginBulk(Shell shell) {
    this.shell = shell;
    this.talks = shell.saysOnTerminal();
    this.saidAt = clock.nanos();
  }

  /** Imports from {@code source}, a path or {@code -}; returns the exit code. */
  int run(String source, int expectedProfiles, boolean json) {
    try (Warnings warnings = Warnings.listen(shell, true);
        InputStream in = open(source);
        TokenManagers managers =
            TokenManagers.open(
                TokenManager.builder()
                    .environment(shell.environment())
                    .expectedProfiles(expectedProfiles)
                    .warmUp(false))) {
      managers.importLogins(new LoginLines(in, new Issuers(shell), clock.millis()), this::count);
      int code = summary(json);
      warnings.tellIf(code != ExitCode.OK);
      return code;
    } catch (TokenException e) {
      shell.say(String.valueOf(e.getMessage()));
      return stopped(ExitCode.of(e), json);
    } catch (UsageException e) {
      shell.say(String.valueOf(e.getMessage()));
      return stopped(ExitCode.USAGE, json);
    } catch (IOException e) {
      throw new UsageException(source + " cannot be read");
    }
  }

  private InputStream open(String source) throws IOException {
    if (source.equals("-")) {
      return new FilterInputStream(shell.in()) {
        @Override
        public void close() {
          // whoever gave it closes it
        }
      };
    }
    Path file = Path.of(source);
    if (isExposed(file)) {
      throw new UsageException(
          source + " holds secrets and others may read it; chmod 600 " + ShellWord.of(source));
    }
    return Files.newInputStream(file);
  }

  private static boolean isExposed(Path file) throws IOException {
    try {
      return !OWNER.containsAll(Files.getPosixFilePermissions(file));
    } catch (UnsupportedOperationException e) {
      return false; // a file system without such permissions
    }
  }

  private void count(LoginOutcome outcome) {
    counts.merge(outcome.result(), 1L, Long::sum);
    if (outcome.problem() != null && ++told <= MOST_TOLD) {
      shell.say(outcome.profile() + ": " + outcome.problem());
    }
    long now = clock.nanos();
    if (talks && now - saidAt >= NEWS_NANOS) {
      saidAt = now;
      shell.say(sum() + " logins so far ...");
    }
  }

  private long sum() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private int summary(boolean json) {
    print(json);
    boolean failed = counts.containsKey(Result.FAILED);
    return shell.printed(failed ? ExitCode.FIX_CONFIGURATION : ExitCode.OK);
  }

  private int stopped(int code, boolean json) {
    shell.sayMore("what was read before is stored; to import the same again changes none of it");
    print(json);
    return shell.printed(code);
  }

  private void print(boolean json) {
    if (told > MOST_TOLD) {
      shell.say((told - MOST_TOLD) + " more were not stored");
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (Result result : Result.values()) {
      fields.put(result.name().toLowerCase(Locale.ROOT), counts.getOrDefault(result, 0L));
    }
    if (json) {
      shell.out().println(Json.write(fields));
    } else {
      StringBuilder text = new StringBuilder("logins:");
      fields.forEach((name, count) -> text.append(' ').append(count).append(' ').append(name));
      shell.out().println(text);
    }
  }
}
