package dev.pawl.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.anthropic.backends.Backend;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpMethod;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;

/**
 * Calls through what the clients of the Anthropic SDK stand on.
 *
 * @param client sends
 */
record AnthropicApi(HttpClient client) implements ApiClient {

  @Override
  public Answer get(URI target) throws IOException {
    return send(request(HttpMethod.GET, target).build());
  }

  @Override
  public Answer post(URI target, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    return send(
        request(HttpMethod.POST, target)
            .body(new Body(new ByteArrayInputStream(bytes), bytes.length, true))
            .build());
  }

  @Override
  public Answer post(URI target, InputStream json) throws IOException {
    return send(request(HttpMethod.POST, target).body(new Body(json, -1, false)).build());
  }

  private static HttpRequest.Builder request(HttpMethod method, URI target) {
    return HttpRequest.builder()
        .method(method)
        .baseUrl(target.resolve("/").toString())
        .addPathSegments(target.getPath().replaceFirst("^/", "").split("/"));
  }

  private Answer send(HttpRequest request) throws IOException {
    try (HttpResponse answer = client.execute(request)) {
      return new Answer(answer.statusCode(), new String(answer.body().readAllBytes(), UTF_8));
    }
  }

  /** A body of JSON. */
  private record Body(InputStream content, long contentLength, boolean repeatable)
      implements HttpRequestBody {
    @Override
    public void writeTo(OutputStream target) {
      try {
        if (repeatable) {
          content.reset();
        }
        content.transferTo(target);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String contentType() {
      return "application/json";
    }

    @Override
    public void close() {}
  }

  /** An API without a credential of its own. */
  record Plain(URI api) implements Backend {
    @Override
    public String baseUrl() {
      return api.toString();
    }

    @Override
    public void close() {}
  }

  /** Notes a header of what goes out. */
  record Recording(Backend backend, String header, List<String> values) implements Backend {
    @Override
    public String baseUrl() {
      return backend.baseUrl();
    }

    @Override
    public HttpRequest authorizeRequest(HttpRequest request) {
      HttpRequest authorized = backend.authorizeRequest(request);
      values.addAll(authorized.headers().values(header));
      return authorized;
    }

    @Override
    public void close() {
      backend.close();
    }
  }
}
