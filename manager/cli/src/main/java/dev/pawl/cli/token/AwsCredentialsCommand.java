package dev.pawl.cli.token;

import dev.pawl.cli.shell.ExitCode;
import dev.pawl.cli.shell.Shell;
import dev.pawl.cli.text.Spans;
import dev.pawl.cloud.CloudPlatform;
import dev.pawl.cloud.source.CloudFastPath;
import dev.pawl.settings.VendorVariables;
import dev.pawl.token.Token;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawl aws-credentials}: the keys of AWS as its tools read them from a program. */
@Command(
    name = "aws-credentials",
    description = {
      "Prints keys of AWS as its tools read them from a program, one JSON document on one line.",
      "In ~/.aws/config: credential_process = pawl aws-credentials --aws-profile NAME",
      "All processes of the user share the keys: they are found, and a session is renewed, once."
    })
public final class AwsCredentialsCommand implements Callable<Integer> {
  /** What AWS's own tools want to be left of the keys' life. */
  public static final Duration LEAST = Duration.ofMinutes(15);

  private static final String PROFILE = "AWS_PROFILE";
  private static final List<String> OTHERS =
      List.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_WEB_IDENTITY_TOKEN_FILE");
  private static final String SKIP = "CLAUDE_CODE_SKIP_BEDROCK_AUTH";
  private static final String BEARER = "AWS_BEARER_TOKEN_BEDROCK";

  private final Shell shell;

  @Option(
      names = "--aws-profile",
      paramLabel = "NAME",
      description =
          "the profile of ~/.aws/config whose keys are wanted; AWS_PROFILE, else default, if not given."
              + " Not the one that has the credential_process")
  private @Nullable String profile;

  @Option(
      names = "--min-valid",
      paramLabel = "DURATION",
      description =
          "print keys that stay valid at least that long, if there are such; 15m if not given")
  private @Nullable String least;

  public AwsCredentialsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return run(shell, profile, least == null ? LEAST : Spans.parse(least));
  }

  /**
   * The plain form, which the parser of options is not needed for; the warm way loads next to
   * nothing.
   */
  public static int run(Shell shell, @Nullable String profile, Duration least) {
    Shell chosen = chosen(shell, profile);
    String shared = CloudFastPath.value(chosen.environment(), CloudPlatform.BEDROCK, least);
    if (shared != null) {
      shell.out().println(shared);
      return shell.printed(ExitCode.OK);
    }
    return new CloudToken(chosen, VendorVariables.BEDROCK)
        .ask(least, token -> printed(chosen, token));
  }

  /** What processes share, at a look; null if more must be done. Training walks it. */
  public static @Nullable String shared(Shell shell) {
    return CloudFastPath.value(chosen(shell, null).environment(), CloudPlatform.BEDROCK, LEAST);
  }

  /* The verb chooses AWS; a bearer token is not what its tools sign with. */
  private static Shell chosen(Shell shell, @Nullable String profile) {
    Map<String, String> environment = new HashMap<>(shell.environment());
    environment.put(VendorVariables.BEDROCK, "1");
    environment.remove(BEARER);
    environment.remove(SKIP);
    if (profile != null) { // whose keys are meant then, whatever the environment holds besides
      environment.put(PROFILE, profile);
      OTHERS.forEach(environment::remove);
    }
    return new Shell(shell.in(), shell.out(), shell.err(), environment, shell.settings());
  }

  private static int printed(Shell chosen, Token token) {
    chosen.out().println(token.value());
    return chosen.printed(ExitCode.OK);
  }
}
