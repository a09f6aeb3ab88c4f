package dev.pawl.spring;

import dev.pawl.http.PeekedBody;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** An answer whose body may be looked into before the caller reads it. Not thread-safe. */
final class PeekedResponse implements ClientHttpResponse {
  private final ClientHttpResponse response;
  private @Nullable PeekedBody peeked;

  /** The answer {@code response}. */
  PeekedResponse(ClientHttpResponse response) {
    this.response = response;
  }

  /** How the body begins; it can still be read from there. */
  byte[] beginning() throws IOException {
    PeekedBody body = new PeekedBody(response.getBody());
    peeked = body;
    return body.beginning();
  }

  @Override
  public HttpStatusCode getStatusCode() throws IOException {
    return response.getStatusCode();
  }

  @Override
  public String getStatusText() throws IOException {
    return response.getStatusText();
  }

  @Override
  public HttpHeaders getHeaders() {
    return response.getHeaders();
  }

  @Override
  public InputStream getBody() throws IOException {
    PeekedBody known = peeked;
    return known == null ? response.getBody() : known.whole();
  }

  @Override
  public void close() {
    response.close();
  }
}
