package dev.pawl.cli.token;

import dev.pawl.cli.shell.Chosen;
import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.ProfileChoice;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Spans;
import dev.pawl.cli.text.UsageException;
import dev.pawl.cloud.CloudPlatform;
import dev.pawl.cloud.source.CloudFastPath;
import dev.pawl.credentials.TokenDirectory;
import dev.pawl.settings.VendorVariables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl gcp-token}: a token for tools of Google Cloud. */
@Command(
    name = "gcp-token",
    description = {
      "Prints an access token of the application default credentials, one line.",
      "All processes of the user share it: it is found, and renewed, once.",
      "With --file, for tools that read CLOUDSDK_AUTH_ACCESS_TOKEN_FILE. With --executable, for a",
      "credentials file that gets its subject token from a program (workload identity federation)."
    })
public final class GcpTokenCommand implements Callable<Integer> {
  /* Whoever reads it from a file uses it for a while. */
  private static final Duration LEAST = Duration.ofMinutes(5);

  private static final String SKIP = "CLAUDE_CODE_SKIP_VERTEX_AUTH";

  private final Shell shell;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "put the token there instead, in one step, readable by this user alone; only in memory (a"
              + " tmpfs). It is not renewed there: exec --token-file does that")
  private @Nullable Path file;

  @Option(
      names = "--executable",
      description =
          "print the document that executable-sourced credentials read instead: the token that pawl"
              + " token prints, which has to be a JSON Web Token, as the subject token")
  private boolean executable;

  @Option(
      names = "--min-valid",
      paramLabel = "DURATION",
      description =
          "a token that stays valid at least that long, if there is such; 5m if not given")
  private @Nullable String least;

  @Mixin private final ProfileChoice profile = new ProfileChoice();

  public GcpTokenCommand(Shell shell) {
    this.shell = shell;
  }

  /** The plain form, which the parser of options is not needed for. */
  public static int run(Shell shell) {
    return run(chosen(shell), LEAST, null);
  }

  @Override
  public Integer call() {
    Duration wish = least == null ? LEAST : Spans.parse(least);
    if (executable) {
      if (file != null) {
        throw new UsageException("--executable and --file exclude each other");
      }
      return new SubjectToken(Chosen.of(withoutClouds(), profile.argument(), null), wish).run();
    }
    if (profile.argument() != null) {
      throw new UsageException(
          "application default credentials belong to no profile; a profile is for --executable");
    }
    return run(chosen(shell), wish, file);
  }

  private static int run(Shell chosen, Duration wish, @Nullable Path file) {
    if (file != null) { // before anybody is asked
      try {
        Path unused = TokenDirectory.requirePlace(file);
      } catch (IOException e) {
        return misplaced(chosen, e);
      }
    }
    String shared = CloudFastPath.value(chosen.environment(), CloudPlatform.VERTEX, wish);
    return shared != null
        ? given(chosen, shared, file)
        : new CloudToken(chosen, VendorVariables.VERTEX)
            .ask(wish, token -> given(chosen, token.value(), file));
  }

  private static int given(Shell chosen, String token, @Nullable Path file) {
    if (file == null) {
      chosen.out().println(token);
      return chosen.printed(ExitCode.OK);
    }
    try {
      TokenDirectory.put(file, token);
      return ExitCode.OK;
    } catch (IOException e) {
      return misplaced(chosen, e);
    }
  }

  private static int misplaced(Shell chosen, IOException e) {
    chosen.say(String.valueOf(e.getMessage()));
    chosen.sayMore("next: name a file below $XDG_RUNTIME_DIR or /dev/shm");
    return ExitCode.FIX_CONFIGURATION;
  }

  /* The verb chooses Google. */
  private static Shell chosen(Shell shell) {
    Map<String, String> environment = new HashMap<>(shell.environment());
    environment.put(VendorVariables.VERTEX, "1");
    environment.remove(SKIP);
    return new Shell(shell.in(), shell.out(), shell.err(), environment, shell.settings());
  }

  /* The token is for Google, and so not from there. */
  private Shell withoutClouds() {
    Map<String, String> environment = new HashMap<>(shell.environment());
    environment.keySet().removeIf(name -> name.startsWith(VendorVariables.CLOUD));
    return new Shell(shell.in(), shell.out(), shell.err(), environment, shell.settings());
  }
}
