package dev.pawl.anthropic;

import com.anthropic.bedrock.backends.BedrockBackend;
import com.anthropic.bedrock.backends.BedrockMantleBackend;
import dev.pawl.aws.PawlCredentialsProvider;
import dev.pawl.token.TokenSupply;

/**
 * Bedrock under the Anthropic SDK, by either of its fronts; needs {@code anthropic-java-bedrock},
 * and {@code dev.pawl:pawl-aws} for its keys.
 */
public final class PawlBedrock {
  private PawlBedrock() {}

  /**
   * Keys of AWS that sign each request (Signature Version 4), or an API key of Bedrock, of {@code
   * supply} for the region that {@code builder} names; it needs no credential. A request that is
   * refused for its time is signed once more by the server's clock.
   *
   * @throws IllegalArgumentException if the address is neither https nor on loopback
   */
  public static PawlBackend backend(TokenSupply supply, BedrockBackend.Builder builder) {
    BedrockBackend backend =
        builder.awsCredentialsProvider(PawlCredentialsProvider.of(supply)).build();
    return AwsSigning.of("bedrock", backend.region().id()).under(supply, backend);
  }

  /**
   * The same for the front that speaks as Anthropic's own API does ({@code
   * CLAUDE_CODE_USE_MANTLE}).
   *
   * @throws IllegalArgumentException if the address is neither https nor on loopback
   * @throws IllegalStateException if {@code builder} names no region
   */
  public static PawlBackend mantle(TokenSupply supply, BedrockMantleBackend.Builder builder) {
    BedrockMantleBackend backend =
        builder.awsCredentialsProvider(PawlCredentialsProvider.of(supply)).build();
    return AwsSigning.of("bedrock-mantle", AwsSigning.region(backend.region()))
        .under(supply, backend);
  }
}
