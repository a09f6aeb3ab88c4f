package dev.pawl.anthropic;

import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicIoException;
import dev.pawl.http.PeekedBody;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An answer whose body may be looked into before the caller reads it. Not thread-safe. */
final class PeekedResponse implements HttpResponse {
  private final HttpResponse response;
  private @Nullable PeekedBody peeked;

  /** The answer {@code response}. */
  PeekedResponse(HttpResponse response) {
    this.response = response;
  }

  /** How the body begins; it can still be read from there. */
  byte[] beginning() {
    PeekedBody body = new PeekedBody(response.body());
    peeked = body;
    try {
      return body.beginning();
    } catch (IOException e) {
      throw new AnthropicIoException("the answer broke off", e);
    }
  }

  @Override
  public int statusCode() {
    return response.statusCode();
  }

  @Override
  public Headers headers() {
    return response.headers();
  }

  @Override
  public InputStream body() {
    PeekedBody known = peeked;
    return known == null ? response.body() : known.whole();
  }

  @Override
  public void close() {
    response.close();
  }
}
