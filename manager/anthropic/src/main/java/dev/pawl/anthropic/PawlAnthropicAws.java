package dev.pawl.anthropic;

import com.anthropic.aws.backends.AwsBackend;
import dev.pawl.aws.PawlCredentialsProvider;
import dev.pawl.token.TokenSupply;

/**
 * The Claude platform on AWS under the Anthropic SDK ({@code CLAUDE_CODE_USE_ANTHROPIC_AWS}); needs
 * {@code anthropic-java-aws}, and {@code dev.pawl:pawl-aws} for its keys.
 */
public final class PawlAnthropicAws {
  private PawlAnthropicAws() {}

  /**
   * Keys of AWS that sign each request (Signature Version 4), or an API key of the platform, of
   * {@code supply} for the region and workspace that {@code builder} names; it needs no credential.
   *
   * @throws IllegalArgumentException if the address is neither https nor on loopback
   * @throws IllegalStateException if {@code builder} names no region or no workspace
   */
  public static PawlBackend backend(TokenSupply supply, AwsBackend.Builder builder) {
    AwsBackend backend = builder.awsCredentialsProvider(PawlCredentialsProvider.of(supply)).build();
    return AwsSigning.of("aws-external-anthropic", AwsSigning.region(backend.region()))
        .under(supply, backend);
  }
}
