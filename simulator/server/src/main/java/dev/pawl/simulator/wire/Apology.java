package dev.pawl.simulator.wire;

import dev.pawl.simulator.core.exchange.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import wiremock.jakarta.servlet.RequestDispatcher;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.org.eclipse.jetty.http.HttpFields;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.server.handler.ErrorHandler;

/**
 * What is said when a request never got as far as an endpoint, such as one that is wrongly encoded:
 * JSON in the shape of the endpoint it was meant for, dated like any answer, in place of the
 * server's own page.
 */
final class Apology extends ErrorHandler {
  private final Site site;

  Apology(Site site) {
    this.site = site;
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  public void handle(
      String target, Request base, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    base.setHandled(true);
    String path = base.getRequestURI();
    Object cause = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    if (cause instanceof IllegalArgumentException) {
      response.setStatus(400); // what an endpoint throws never comes here: it was an encoding
    }
    site.strays().unreadable(Requests.connection(), response.getStatus());
    Message message = message(path == null ? "" : path, response.getStatus());
    message.headers.forEach(response::setHeader);
    response.setContentLength(message.body.length);
    response.getOutputStream().write(message.body);
    response.getOutputStream().close();
  }

  @Override
  public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
    site.strays().unreadable(Requests.connection(), status);
    Message message = message("", status);
    message.headers.forEach(fields::put);
    return ByteBuffer.wrap(message.body);
  }

  private Message message(String path, int status) {
    String why =
        status < 500 ? "the request cannot be read" : "the simulator could not answer; see its log";
    Reply reply = site.at(path).refusal(status, why);
    return Message.of(reply, site.clock().instant());
  }
}
