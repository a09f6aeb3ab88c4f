package dev.pawl.simulator.wire;

import com.github.tomakehurst.wiremock.core.FaultInjector;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.pawl.simulator.core.exchange.Delivery;
import dev.pawl.simulator.core.fault.FaultPlan;
import dev.pawl.simulator.wire.EndpointTransformer.Parcel;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.org.eclipse.jetty.io.EndPoint;
import wiremock.org.eclipse.jetty.server.Request;

/**
 * Carries answers by hand, past the server: a part of the bytes, slowly, and then whatever end the
 * delivery names. Bytes and an end in order go through TLS where there is TLS, which then tells the
 * client of the end; a reset goes past it. Every fault that WireMock is told to inject ends here;
 * it has no reset in the middle of a body of its own.
 */
final class Courier implements FaultInjector {
  private static final System.Logger LOG = System.getLogger(Courier.class.getName());
  private static final byte[] GARBAGE =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nlskdu018973t09sylgasjkfg1][]'./.sdlv"
          .getBytes(StandardCharsets.ISO_8859_1);

  /* Half a minute for a client that does not read. */
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final int MOST_PAUSES = 3000;

  private final Parcel parcel;
  private final FaultPlan plan;
  private final EndPoint connection;
  private final SocketChannel socket;

  Courier(HttpServletRequest request, HttpServletResponse response, FaultPlan plan) {
    this.plan = plan;
    ServeEvent event =
        (ServeEvent)
            Objects.requireNonNull(request.getAttribute(ServeEvent.ORIGINAL_SERVE_EVENT_KEY));
    this.parcel =
        (Parcel)
            Objects.requireNonNull(
                event
                    .getResponseDefinition()
                    .getTransformerParameters()
                    .get(EndpointTransformer.PARCEL));
    Request base = Objects.requireNonNull(Request.getBaseRequest(request));
    this.connection = base.getHttpChannel().getEndPoint();
    this.socket = socket(connection);
  }

  private static SocketChannel socket(EndPoint connection) {
    return connection.getTransport() instanceof EndPoint below
        ? socket(below)
        : (SocketChannel) connection.getTransport();
  }

  @Override
  public void emptyResponseAndCloseConnection() {
    try (socket) {
      deliver();
      if (parcel.delivery().ending() != Delivery.Ending.RESET) {
        connection.shutdownOutput();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the client left before the end of a faulty answer", e);
    }
  }

  private void deliver() throws IOException {
    Delivery delivery = parcel.delivery();
    byte[] whole = whole();
    int sent = sent(whole.length);
    int head = whole.length - parcel.message().body.length;
    write(whole, 0, Math.min(sent, head));
    if (sent > head && !trickle(whole, head, sent)) {
      return;
    }
    switch (delivery.ending()) {
      case KEEP_ALIVE, CLOSE -> {}
      case RESET -> socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      case GARBAGE -> write(GARBAGE, 0, GARBAGE.length);
      case STALL -> rest(plan.hold(), whole, sent);
      case RESUME -> rest(plan.pause(delivery.pause()), whole, sent);
    }
  }

  private byte[] whole() {
    byte[] head = parcel.message().head();
    byte[] body = parcel.message().body;
    byte[] whole = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  private int sent(int length) {
    int body = parcel.message().body.length;
    int wanted = parcel.delivery().bodyBytes();
    return switch (wanted) {
      case Delivery.NOTHING -> 0;
      case Delivery.HALF -> length - body + body / 2;
      default -> length - body + Math.min(wanted, body);
    };
  }

  /** Writes the body at the delivery's speed; false if the simulator closed in the middle. */
  private boolean trickle(byte[] bytes, int from, int to) throws IOException {
    int speed = parcel.delivery().bytesPerSecond();
    if (speed == 0) {
      write(bytes, from, to);
      return true;
    }
    Duration gap = Duration.ofSeconds(1).dividedBy(speed);
    for (int next = from; next < to; next++) {
      if (!plan.pause(gap)) {
        return false;
      }
      write(bytes, next, next + 1);
    }
    return true;
  }

  private void rest(boolean wanted, byte[] whole, int sent) throws IOException {
    if (wanted) {
      write(whole, sent, whole.length);
    }
  }

  private void write(byte[] bytes, int from, int to) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, from, to - from);
    int pauses = 0;
    while (!connection.flush(buffer)) {
      /* Answers are smaller than a socket's buffer: who does not read this one is not waited for. */
      if (++pauses > MOST_PAUSES || !plan.pause(PAUSE)) {
        throw new IOException("the client does not read");
      }
    }
  }

  @Override
  public void connectionResetByPeer() {
    emptyResponseAndCloseConnection();
  }

  @Override
  public void malformedResponseChunk() {
    emptyResponseAndCloseConnection();
  }

  @Override
  public void randomDataAndCloseConnection() {
    emptyResponseAndCloseConnection();
  }
}
