package dev.pawl.cloud.command;

import dev.pawl.cloud.AwsKeys;
import dev.pawl.cloud.CloudException;
import dev.pawl.json.JsonException;
import dev.pawl.process.ChildException;
import dev.pawl.process.ChildResult;
import dev.pawl.process.Redaction;
import dev.pawl.spi.Credential;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command that prints keys for AWS (setting {@code awsCredentialExport}): silent, without a
 * person, asked whenever keys are wanted. Immutable.
 */
public record CredentialExport(CloudCommand command, Map<String, String> environment) {
  /** How long the command may take. */
  public static final Duration LIMIT = Duration.ofMinutes(1);

  private static final int LONGEST = 64 << 10;

  /** The variable that its command has. */
  public static final String RUNNING = "PAWL_CREDENTIAL_EXPORT_RUNNING";

  /**
   * What it prints now.
   *
   * @throws CloudException ABSENT if it fails: a new session may help; UNAVAILABLE if it does not
   *     end; MISCONFIGURED if what it prints is not understood
   */
  public Credential ask() throws CloudException {
    try {
      ChildResult result =
          command.marked(RUNNING, environment).timeout(LIMIT).outputLimit(LONGEST).run();
      if (!result.isGood()) {
        throw failed("failed with " + result.ending(), result.errors());
      }
      return AwsKeys.read(result.output()).credential();
    } catch (ChildException e) {
      throw new CloudException(
          CloudException.Kind.UNAVAILABLE,
          command.origin() + " was stopped, or did not start: " + e.reason(),
          e);
    } catch (JsonException e) {
      throw misconfigured("printed no keys that can be used: " + e.getMessage(), e);
    }
  }

  private CloudException failed(String what, String errors) {
    String said = errors.isEmpty() ? "" : "; it said: " + Redaction.of(errors, secrets());
    return new CloudException(
        CloudException.Kind.ABSENT, command.origin() + " " + what + said, null);
  }

  private CloudException misconfigured(String what, @Nullable JsonException cause) {
    return new CloudException(
        CloudException.Kind.MISCONFIGURED, command.origin() + " " + what, cause);
  }

  private List<String> secrets() {
    return environment.entrySet().stream()
        .filter(entry -> entry.getKey().matches(".*(KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL).*"))
        .map(Map.Entry::getValue)
        .toList();
  }
}
