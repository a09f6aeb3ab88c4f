package dev.pawl.aws;

import dev.pawl.clock.TokenClock;
import dev.pawl.cloud.AwsKeys;
import dev.pawl.http.Refusal;
import dev.pawl.spi.Credential;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * Signs the requests of any HTTP client with keys of AWS, by the AWS SDK's own signer (Signature
 * Version 4, docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html). The time of a signature
 * is that of the server that it is for: what one server says of the time in a refusal counts for
 * its own requests alone. Thread-safe.
 */
public final class RequestSigner {
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  /* What stands between client and server may change these on the way. */
  private static final Set<String> UNSIGNED =
      Set.of("baggage", "connection", "traceparent", "tracestate", "user-agent");

  private static final Pattern CODE =
      Pattern.compile("\"(?:__type|code|Code|type)\"\\s*:\\s*\"(?:[^\"#]*#)?([A-Za-z]+)\"");

  private static final String DENIED = "AccessDeniedException";

  private final String service;
  private final String region;
  private final TokenClock clock;

  private RequestSigner(String service, String region, TokenClock clock) {
    this.service = Objects.requireNonNull(service);
    this.region = Objects.requireNonNull(region);
    this.clock = clock;
  }

  /**
   * The signer for {@code service}, by the name that AWS has for it in signatures, in {@code
   * region}.
   */
  public static RequestSigner of(String service, String region) {
    return new RequestSigner(service, region, TokenClock.system());
  }

  /**
   * The headers of a request, those that it has and those of its signature. Those that proxies may
   * change on the way stay unsigned.
   *
   * @param keys a token of the kind {@link Credential.Kind#AWS_KEYS}
   * @param target the whole address, as it goes out
   * @param body all of it; empty if there is none
   * @throws TokenException FIX_CONFIGURATION if {@code keys} are none of AWS
   */
  public Map<String, List<String>> sign(
      Token keys, String method, URI target, Map<String, List<String>> headers, byte[] body) {
    if (keys.kind() != Credential.Kind.AWS_KEYS) {
      throw TokenException.fixConfiguration("what is configured are no keys of AWS", null);
    }
    AwsCredentials credentials = SdkKeys.of(AwsKeys.of(keys.value()));
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().uri(target).method(SdkHttpMethod.fromValue(method));
    headers.forEach(
        (name, values) -> {
          if (!UNSIGNED.contains(name.toLowerCase(Locale.ROOT))) {
            request.putHeader(name, values);
          }
        });
    SdkHttpRequest signed =
        SIGNER
            .sign(
                sign ->
                    sign.identity(credentials)
                        .request(request.build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(HttpSigner.SIGNING_CLOCK, endpoint(target).signing()))
            .request();
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.putAll(signed.headers());
    return all;
  }

  /**
   * Whether {@code refusal} speaks of the time of a signature, so that the request is worth signing
   * once more by the clock of that server, which is learnt here.
   */
  public boolean isOfClock(Refusal refusal) {
    EndpointClock endpoint = endpoint(refusal.target());
    Duration before = endpoint.skew();
    endpoint.sending();
    List<String> date = refusal.headers().values("Date");
    endpoint.learn(date.isEmpty() ? null : date.get(0), !refusal.headers().values("Age").isEmpty());
    String code = code(refusal);
    boolean isDenial = DENIED.equals(code); // which needs no wrong clock
    return ClockSkew.explains(code, isDenial ? endpoint.skew().minus(before) : endpoint.skew());
  }

  private static String code(Refusal refusal) {
    for (String type : refusal.headers().values("x-amzn-errortype")) {
      return type.replaceAll(":.*", "");
    }
    Matcher named = CODE.matcher(refusal.body());
    return named.find() ? named.group(1) : "";
  }

  private EndpointClock endpoint(URI target) {
    int port = target.getPort();
    int usual = "https".equalsIgnoreCase(target.getScheme()) ? 443 : 80;
    return EndpointClock.at(service, target.getHost() + ":" + (port >= 0 ? port : usual), clock);
  }

  /** Names the service and its region. */
  @Override
  public String toString() {
    return "RequestSigner[" + service + " " + region + "]";
  }
}
