package dev.pawl.anthropic;

import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicIoException;
import dev.pawl.http.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An answer whose body may be looked into before the caller reads it. Not thread-safe. */
final class PeekedResponse implements HttpResponse {
  private final HttpResponse response;
  private @Nullable InputStream buffered;

  /** The answer {@code response}. */
  PeekedResponse(HttpResponse response) {
    this.response = response;
  }

  /** How the body begins; it can still be read from there. */
  byte[] beginning() {
    BufferedInputStream body = new BufferedInputStream(response.body(), Refusal.BODY_BYTES);
    buffered = body;
    try {
      body.mark(Refusal.BODY_BYTES);
      byte[] beginning = body.readNBytes(Refusal.BODY_BYTES);
      body.reset();
      return beginning;
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
    InputStream known = buffered;
    return known == null ? response.body() : known;
  }

  @Override
  public void close() {
    response.close();
  }
}
