package dev.pawl.simulator.core.exchange;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Refuses requests that carry what looks like a secret of a real service: somebody's client is
 * pointed at the simulator with its production settings, and a ledger, a log or a recording is no
 * place for such a secret. What is refused is neither served nor kept.
 */
public final class RealSecrets implements Endpoint {
  private static final List<String> HEADERS = List.of("authorization", "x-api-key");

  private final Endpoint endpoint;
  private final Strays strays;

  /**
   * Creates what stands before an endpoint.
   *
   * @param strays is told of each request that is refused, without its content
   */
  public RealSecrets(Endpoint endpoint, Strays strays) {
    this.endpoint = endpoint;
    this.strays = strays;
  }

  @Override
  public DeliveredReply handle(Request request) {
    Optional<String> vendor =
        values(request).flatMap(value -> VendorSecrets.vendor(value).stream()).findFirst();
    if (vendor.isEmpty()) {
      return endpoint.handle(request);
    }
    strays.misdirected(request, 400);
    return DeliveredReply.of(
        endpoint.refusal(
            400,
            "this looks like a real secret of "
                + vendor.get()
                + "; point the client at a login of the simulator, or start it with"
                + " --accept-real-secrets"));
  }

  private static Stream<String> values(Request request) {
    Stream<String> headers =
        HEADERS.stream()
            .flatMap(name -> request.headers(name).stream())
            .map(value -> value.replaceFirst("^(?i)(bearer|token|dpop) +", ""))
            .map(value -> value.replaceFirst("^AWS4-HMAC-SHA256 Credential=", ""));
    return Stream.of(request.parameters().values().stream(), headers, request.basic().stream())
        .flatMap(each -> each);
  }

  @Override
  public boolean mayRepeat(String parameter) {
    return endpoint.mayRepeat(parameter);
  }

  @Override
  public Reply refusal(int status, String why) {
    return endpoint.refusal(status, why);
  }
}
