package dev.pawl.transport;

import dev.pawl.clock.TokenClock;
import dev.pawl.network.ClientCertificate;
import dev.pawl.network.ConfigurationException;
import dev.pawl.network.Transport;
import dev.pawl.wire.AnswerReader;
import dev.pawl.wire.AnswerTap;
import dev.pawl.wire.Deadline;
import dev.pawl.wire.HttpAnswer;
import dev.pawl.wire.RawAnswer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and one answer on a connection of its own: no retry, no redirect, no cookie, no
 * cache, no pool. It knows whether a byte of the request was written. Thread-safe.
 */
public final class Exchange {
  private static final int MAX_REQUEST = 64 << 10;

  private final Transport transport;
  private final TokenClock clock;

  public Exchange(Transport transport, TokenClock clock) {
    this.transport = transport;
    this.clock = clock;
  }

  /**
   * Posts {@code form}.
   *
   * @throws UnsentException if nothing of the request was written
   * @throws IOException if it was, and no whole answer came before {@code time} was over
   * @throws ConfigurationException if the request is too large to be sent
   */
  public HttpAnswer post(FormRequest form, Duration time) throws IOException {
    return send(new Way(form.address(), form.certificate()), bytes(form), time);
  }

  /** Posts {@code json} with {@code headers}; throws as {@link #post} does. */
  public HttpAnswer post(Address address, Map<String, String> headers, String json, Duration time)
      throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder(head("POST", address));
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Type: application/json\r\nContent-Length: ")
        .append(body.length)
        .append("\r\n\r\n");
    return send(new Way(address, null), request(head.toString(), body), time);
  }

  /** Gets what is there; throws as {@link #post} does. */
  public HttpAnswer get(Address address, Duration time) throws IOException {
    return get(address, Map.of(), null, time);
  }

  /**
   * Gets what is there for who sends {@code headers}; throws as {@link #post} does.
   *
   * @param certificate that is shown in TLS; null for the transport's own, if it has one
   */
  public HttpAnswer get(
      Address address,
      Map<String, String> headers,
      @Nullable ClientCertificate certificate,
      Duration time)
      throws IOException {
    StringBuilder head = new StringBuilder(head("GET", address));
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return send(new Way(address, certificate), request(head + "\r\n", new byte[0]), time);
  }

  /**
   * Posts {@code form} and collects what comes back, whole or not: until there is nothing more to
   * be read, the peer ends or breaks the connection, or {@code time} is over.
   *
   * @throws UnsentException if nothing of the request was written
   * @throws IOException if it was, and not one byte came back
   * @throws ConfigurationException if the request is too large to be sent
   */
  public RawAnswer collect(FormRequest form, Duration time, AnswerTap tap) throws IOException {
    byte[] request = bytes(form);
    Deadline deadline = Deadline.in(time, clock);
    try (Connection connection = open(new Way(form.address(), form.certificate()), deadline)) {
      connected(tap);
      connection.ask();
      long sentAt = clock.millis();
      tap.sending(sentAt);
      connection.write(request);
      return new Collector(connection, clock, tap).collect(sentAt);
    }
  }

  private static void connected(AnswerTap tap) throws UnsentException {
    try {
      tap.connected();
    } catch (IOException e) {
      throw new UnsentException(String.valueOf(e.getMessage()), e);
    }
  }

  private static byte[] bytes(FormRequest request) {
    byte[] form = form(request.fields()).getBytes(StandardCharsets.US_ASCII);
    StringBuilder head = new StringBuilder(head("POST", request.address()));
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    head.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ")
        .append(form.length)
        .append("\r\n\r\n");
    return request(head.toString(), form);
  }

  /** Where to, and what is shown there. */
  private record Way(Address address, @Nullable ClientCertificate certificate) {}

  private HttpAnswer send(Way way, byte[] request, Duration time) throws IOException {
    Deadline deadline = Deadline.in(time, clock);
    try (Connection connection = open(way, deadline)) {
      connection.ask();
      long sentAt = clock.millis();
      connection.write(request);
      AnswerReader reader = new AnswerReader(new BufferedInputStream(connection.input()));
      HttpAnswer.Head head = reader.head();
      long receivedAt = clock.millis();
      String body = new String(reader.body(head), StandardCharsets.UTF_8);
      return new HttpAnswer(head, body, sentAt, receivedAt);
    }
  }

  private Connection open(Way way, Deadline deadline) throws UnsentException {
    Address address = way.address();
    ClientCertificate certificate = way.certificate();
    if (certificate != null && !address.tls()) {
      throw new ConfigurationException(
          "a certificate cannot be shown to " + address + ", which is reached by plain http");
    }
    Transport used = certificate == null ? transport : transport.showing(certificate);
    try {
      return Connection.open(address, used, deadline);
    } catch (IOException e) {
      throw new UnsentException(address + ": " + e.getMessage(), e);
    }
  }

  private static String head(String method, Address address) {
    return method
        + " "
        + address.target()
        + " HTTP/1.1\r\nHost: "
        + address.hostHeader()
        + "\r\nUser-Agent: pawl/"
        + version()
        + "\r\nAccept: application/json\r\nAccept-Encoding: identity\r\nConnection: close\r\n";
  }

  private static String version() {
    @Nullable String version = Exchange.class.getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }

  private static byte[] request(String head, byte[] body) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(body);
    if (request.size() > MAX_REQUEST) {
      throw new ConfigurationException(
          "the request would be longer than " + MAX_REQUEST + " bytes");
    }
    return request.toByteArray();
  }

  private static String form(Map<String, String> fields) {
    StringBuilder form = new StringBuilder();
    for (Map.Entry<String, String> field : FormRequest.each(fields)) {
      form.append(form.isEmpty() ? "" : "&");
      form.append(encoded(field.getKey())).append('=').append(encoded(field.getValue()));
    }
    return form.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
