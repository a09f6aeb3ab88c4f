package dev.pawl.simulator.wire;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.pawl.simulator.core.exchange.DeliveredReply;
import dev.pawl.simulator.core.exchange.Delivery;
import dev.pawl.simulator.core.exchange.Endpoint;
import dev.pawl.simulator.core.exchange.Request;

/**
 * Hands requests to an endpoint, which commits, and only then decides how WireMock carries the
 * answer.
 */
final class EndpointTransformer implements ResponseDefinitionTransformerV2 {
  /** Where {@link Courier} finds the answer that it carries by hand. */
  static final String PARCEL = "pawl.parcel";

  private static final System.Logger LOG = System.getLogger(EndpointTransformer.class.getName());

  private final String name;
  private final Endpoint endpoint;
  private final Site site;

  EndpointTransformer(String name, Endpoint endpoint, Site site) {
    this.name = name;
    this.endpoint = endpoint;
    this.site = site;
  }

  /** An answer that leaves by hand. */
  record Parcel(Message message, Delivery delivery) {}

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean applyGlobally() {
    return false;
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    DeliveredReply answer = answer(event);
    Message message = Message.of(answer.reply(), site.clock().instant());
    int delay = (int) answer.delivery().delay().toMillis();
    ResponseDefinitionBuilder response = ResponseDefinitionBuilder.responseDefinition();
    if (answer.delivery().isOrdinary()) {
      response.withStatus(message.status).withBody(message.body);
      message.headers.forEach(response::withHeader);
      return (delay > 0 ? response.withFixedDelay(delay) : response).build();
    }
    /* A delay of at least 1 ms moves the answer from the container's thread to the asynchronous ones. */
    return response
        .withFixedDelay(Math.max(1, delay))
        .withFault(Fault.EMPTY_RESPONSE)
        .withTransformerParameter(PARCEL, new Parcel(message, answer.delivery()))
        .build();
  }

  private DeliveredReply answer(ServeEvent event) {
    try {
      Request request = Requests.read(event.getRequest(), site.processes());
      return site.answer(endpoint, Requests.once(request, endpoint));
    } catch (IllegalArgumentException e) {
      site.strays().unreadable(Requests.connection(), 400);
      return DeliveredReply.of(endpoint.refusal(400, String.valueOf(e.getMessage())));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(System.Logger.Level.ERROR, "the simulator failed at " + name, e);
      return DeliveredReply.of(endpoint.refusal(500, e.getClass().getName()));
    }
  }
}
