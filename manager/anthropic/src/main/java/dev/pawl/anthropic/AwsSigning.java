package dev.pawl.anthropic;

import com.anthropic.backends.Backend;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import dev.pawl.aws.RequestSigner;
import dev.pawl.http.Refusal;
import dev.pawl.http.RequestAuthorizer.Attempt;
import dev.pawl.spi.Credential.Kind;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.regions.Region;

/**
 * In a signature of AWS, or as a bearer token if the credential is an API key, as the SDK has it
 * for all of its fronts on AWS
 * (docs.aws.amazon.com/claude-platform/latest/userguide/authentication).
 *
 * @param signer signs with the keys of an attempt
 */
record AwsSigning(RequestSigner signer) implements Presentation {
  private static final String AUTHORIZATION = "Authorization";
  private static final String CONTENT_TYPE = "Content-Type";

  /* How tokens and keys of the model vendor begin, which a variable may hold without a login. */
  private static final String OF_THE_VENDOR = "sk-ant-";

  /* What AWS says of keys that have ended or are not known, in x-amzn-errortype or in the body. */
  private static final List<String> ENDED =
      List.of(
          "ExpiredToken",
          "InvalidClientTokenId",
          "InvalidToken",
          "UnrecognizedClientException",
          "TokenRefreshRequired");

  /** For {@code service}, by the name that signatures have for it. */
  static AwsSigning of(String service, String region) {
    return new AwsSigning(RequestSigner.of(service, region));
  }

  /** The region of a backend that may have none. */
  static String region(Optional<Region> region) {
    return region
        .map(Region::id)
        .orElseThrow(() -> new IllegalStateException("name a region: signatures hold it"));
  }

  /** Credentials of {@code supply} for what {@code backend} sends. */
  PawlBackend under(TokenSupply supply, Backend backend) {
    return PawlBackend.of(
        PawlBackend.authorizer(supply, backend.baseUrl())
            .refusals(AwsSigning::isOfKeys)
            .challenges(signer::isOfClock)
            .build(),
        backend,
        this);
  }

  private static boolean isOfKeys(Refusal refusal) {
    return refusal.isOfToken()
        || refusal.headers().values("x-amzn-errortype").stream().anyMatch(AwsSigning::isEnded)
        || isEnded(refusal.body());
  }

  private static boolean isEnded(String said) {
    return ENDED.stream().anyMatch(said::contains);
  }

  @Override
  public HttpRequest authorized(HttpRequest request, Attempt attempt, Backend backend) {
    if (attempt.token().kind() != Kind.AWS_KEYS) {
      requireKeyOfAws(attempt.token());
      return request.toBuilder()
          .replaceHeaders(AUTHORIZATION, "Bearer " + attempt.token().value())
          .build();
    }
    HttpRequest whole = request.buffered();
    HttpRequest.Builder builder = whole.toBuilder();
    signer
        .sign(
            attempt.token(),
            whole.method().name(),
            Presentation.target(whole),
            headers(whole),
            body(whole))
        .forEach(builder::replaceHeaders);
    return builder.build();
  }

  /* A stored login, its proof, a token or key of the model vendor or of a helper is nothing for AWS
   * to see. */
  private static void requireKeyOfAws(Token token) {
    boolean isKey = token.kind() == Kind.BEARER && !token.value().startsWith(OF_THE_VENDOR);
    if (!isKey || token.generation() > 0) {
      throw TokenException.fixConfiguration(
          "what is configured is no credential of AWS, and was not sent there; set"
              + " CLAUDE_CODE_USE_BEDROCK=1, or CLAUDE_CODE_USE_ANTHROPIC_AWS=1 with"
              + " ANTHROPIC_AWS_API_KEY; pawl explain shows what counts",
          null);
    }
  }

  private static Map<String, List<String>> headers(HttpRequest request) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : request.headers().names()) {
      headers.put(name, request.headers().values(name));
    }
    String type = request.body().map(HttpRequestBody::contentType).orElse(null);
    if (type != null) {
      headers.putIfAbsent(CONTENT_TYPE, List.of(type));
    }
    return headers;
  }

  private static byte[] body(HttpRequest request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    request.body().ifPresent(body -> body.writeTo(bytes));
    return bytes.toByteArray();
  }
}
