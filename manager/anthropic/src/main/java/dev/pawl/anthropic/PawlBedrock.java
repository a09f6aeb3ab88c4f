package dev.pawl.anthropic;

import com.anthropic.backends.Backend;
import com.anthropic.bedrock.backends.BedrockBackend;
import com.anthropic.core.http.HttpRequest;
import dev.pawl.aws.PawlCredentialsProvider;
import dev.pawl.http.Refusal;
import dev.pawl.http.RequestAuthorizer.Attempt;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.token.Token;
import dev.pawl.token.TokenSupply;
import java.util.List;

/**
 * Bedrock under the Anthropic SDK; needs {@code anthropic-java-bedrock}, and {@code
 * dev.pawl:pawl-aws} for its keys.
 */
public final class PawlBedrock {
  /* What AWS says of keys that have ended or are not known, in x-amzn-errortype or in the body. */
  private static final List<String> ENDED =
      List.of(
          "ExpiredToken",
          "InvalidClientTokenId",
          "InvalidToken",
          "UnrecognizedClientException",
          "TokenRefreshRequired");

  private PawlBedrock() {}

  /**
   * Keys of AWS that sign each request (Signature Version 4), or an API key of Bedrock, of {@code
   * supply} for the region that {@code builder} names; it needs no credential.
   *
   * @throws IllegalArgumentException if the address is neither https nor on loopback
   */
  public static PawlBackend backend(TokenSupply supply, BedrockBackend.Builder builder) {
    BedrockBackend backend =
        builder.awsCredentialsProvider(PawlCredentialsProvider.of(supply)).build();
    return PawlBackend.of(
        PawlBackend.authorizer(supply, backend.baseUrl()).refusals(PawlBedrock::isOfKeys).build(),
        backend,
        new SignaturePresentation(backend));
  }

  private static boolean isOfKeys(Refusal refusal) {
    return refusal.isOfToken()
        || refusal.headers().values("x-amzn-errortype").stream().anyMatch(PawlBedrock::isEnded)
        || isEnded(refusal.body());
  }

  private static boolean isEnded(String said) {
    return ENDED.stream().anyMatch(said::contains);
  }

  /** Signs with the keys of the attempt, by the SDK's own signer. */
  private record SignaturePresentation(BedrockBackend bedrock) implements Presentation {
    private static final Presentation HEADERS = new HeaderPresentation(false);

    @Override
    public HttpRequest authorized(HttpRequest request, Attempt attempt, Backend backend) {
      Token token = attempt.token();
      if (token.kind() != Kind.AWS_KEYS) {
        return HEADERS.authorized(request, attempt, backend);
      }
      return BedrockBackend.builder()
          .awsCredentials(PawlCredentialsProvider.of(new OneToken(token)).resolveCredentials())
          .region(bedrock.region())
          .baseUrl(bedrock.baseUrl())
          .build()
          .authorizeRequest(request);
    }
  }

  /** The keys of one attempt. */
  private record OneToken(Token token) implements TokenSupply {
    @Override
    public Token renew(Token rejected) {
      return token;
    }
  }
}
