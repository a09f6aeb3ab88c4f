package dev.pawl.aws;

import dev.pawl.cloud.AwsKeys;
import dev.pawl.cloud.CloudSession.Acceptance;
import dev.pawl.spi.Credential;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Gives the clients of the AWS SDK what all processes of the user share: {@code
 * BedrockRuntimeClient.builder().credentialsProvider(PawlCredentialsProvider.of(credentials))}. It
 * decides nothing: each request asks, which is a look at the shared memory and some files while
 * nothing is due, so that what one process renews is used by all with the next request, and nothing
 * that has ended is ever given. Thread-safe.
 */
public final class PawlCredentialsProvider implements AwsCredentialsProvider {
  /* What a call in this thread was signed with. */
  private static final ThreadLocal<@Nullable Given> GIVEN = new ThreadLocal<>();

  private final TokenSupply supply;
  private volatile @Nullable Parsed last;

  private static final class Given {
    private final PawlCredentialsProvider by;
    private @Nullable Token token;

    Given(PawlCredentialsProvider by) {
      this.by = by;
    }
  }

  /** What was read of a document. */
  private record Parsed(String document, AwsCredentials credentials) {
    @Override
    public String toString() {
      return "Parsed";
    }
  }

  private PawlCredentialsProvider(TokenSupply supply) {
    this.supply = Objects.requireNonNull(supply);
  }

  /** The provider of what {@code supply} gives; whoever made that closes it. */
  public static PawlCredentialsProvider of(TokenSupply supply) {
    return new PawlCredentialsProvider(supply);
  }

  /**
   * The keys as they are now. Blocks while they are renewed.
   *
   * @throws TokenException that says what to do; FIX_CONFIGURATION too if what is configured are no
   *     keys of AWS
   */
  @Override
  public AwsCredentials resolveCredentials() {
    Token token = supply.token();
    if (token.kind() != Credential.Kind.AWS_KEYS) {
      throw TokenException.fixConfiguration(
          "what is configured are no keys of AWS; set CLAUDE_CODE_USE_BEDROCK=1, and unset what holds"
              + " a bearer token; pawl explain shows it",
          null);
    }
    Given given = GIVEN.get();
    if (given != null && given.by == this) {
      given.token = token;
    }
    Parsed known = last;
    if (known == null || !known.document().equals(token.value())) {
      known = new Parsed(token.value(), SdkKeys.of(AwsKeys.of(token.value())));
      last = known;
    }
    return known.credentials();
  }

  /**
   * Makes {@code call}, and once more with renewed keys if AWS says that those it was signed with
   * have ended or are not known: {@code provider.renewing(() -> client.invokeModel(request))}. The
   * rejection is reported once for all processes; keys that another process has renewed meanwhile
   * are used as they are. The request must be one that can be made again.
   *
   * @return what the call returns
   * @throws TokenException if the keys cannot be renewed
   */
  public <T> T renewing(Supplier<T> call) {
    Token before = supply.token();
    Given outer = GIVEN.get();
    Given given = new Given(this);
    GIVEN.set(given);
    try {
      return call.get();
    } catch (AwsServiceException e) {
      if (AwsProblems.acceptance(e) != Acceptance.REJECTED) {
        throw e;
      }
      Token signedWith = given.token; // another process may have renewed since
      Token unused = supply.renew(signedWith == null ? before : signedWith);
      return call.get();
    } finally {
      if (outer == null) {
        GIVEN.remove();
      } else {
        GIVEN.set(outer);
      }
    }
  }

  /** Names itself alone. */
  @Override
  public String toString() {
    return "PawlCredentialsProvider";
  }
}
