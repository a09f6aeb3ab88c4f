package dev.pawl.spring;

import dev.pawl.http.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** An answer whose body may be looked into before the caller reads it. Not thread-safe. */
final class PeekedResponse implements ClientHttpResponse {
  private final ClientHttpResponse response;
  private @Nullable InputStream buffered;

  /** The answer {@code response}. */
  PeekedResponse(ClientHttpResponse response) {
    this.response = response;
  }

  /** How the body begins; it can still be read from there. */
  byte[] beginning() throws IOException {
    BufferedInputStream body = new BufferedInputStream(response.getBody(), Refusal.BODY_BYTES);
    buffered = body;
    body.mark(Refusal.BODY_BYTES);
    byte[] beginning = body.readNBytes(Refusal.BODY_BYTES);
    body.reset();
    return beginning;
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
    InputStream known = buffered;
    return known == null ? response.getBody() : known;
  }

  @Override
  public void close() {
    response.close();
  }
}
