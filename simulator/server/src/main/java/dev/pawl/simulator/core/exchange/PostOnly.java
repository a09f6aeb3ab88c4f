package dev.pawl.simulator.core.exchange;

/** An endpoint that takes {@code POST} alone; every other method is a 405 that says so. */
public final class PostOnly implements Endpoint {
  private final Endpoint endpoint;

  /** Creates what stands before an endpoint. */
  public PostOnly(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public DeliveredReply handle(Request request) {
    return request.method().equals("POST")
        ? endpoint.handle(request)
        : DeliveredReply.of(Reply.empty(405).header("Allow", "POST"));
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
