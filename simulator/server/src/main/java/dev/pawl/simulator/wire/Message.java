package dev.pawl.simulator.wire;

import dev.pawl.simulator.core.exchange.HttpDate;
import dev.pawl.simulator.core.exchange.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A reply in bytes. */
final class Message {
  final int status;
  final Map<String, String> headers;
  final byte[] body;

  private Message(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  static Message of(Reply reply, Instant now) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Date", HttpDate.of(now));
    headers.putAll(reply.headers());
    String text = "";
    if (reply.content() instanceof Reply.Fields fields) {
      headers.put("Content-Type", "application/json");
      text = StrictJson.write(fields.members());
    } else if (reply.content() instanceof Reply.Text plain && !plain.mediaType().isEmpty()) {
      headers.put("Content-Type", plain.mediaType());
      text = plain.value();
    }
    if (reply.content() instanceof Reply.Bytes bytes) {
      headers.put("Content-Type", bytes.mediaType());
      return new Message(reply.status(), headers, bytes.value());
    }
    return new Message(reply.status(), headers, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns status line and headers as they stand on the wire; the connection will be closed after
   * the body.
   */
  byte[] head() {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Simulated\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
