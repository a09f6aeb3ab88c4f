package dev.pawl.clients;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.Okio;

/**
 * Calls through OkHttp.
 *
 * @param client sends
 */
record OkHttpApi(OkHttpClient client) implements ApiClient {
  private static final MediaType JSON = MediaType.get("application/json");

  @Override
  public Answer get(URI target) throws IOException {
    return send(new Request.Builder().url(target.toString()));
  }

  @Override
  public Answer post(URI target, String json) throws IOException {
    return send(new Request.Builder().url(target.toString()).post(RequestBody.create(json, JSON)));
  }

  @Override
  public Answer post(URI target, InputStream json) throws IOException {
    return send(new Request.Builder().url(target.toString()).post(new Once(json)));
  }

  private Answer send(Request.Builder request) throws IOException {
    try (Response answer = client.newCall(request.build()).execute()) {
      return new Answer(answer.code(), answer.body().string());
    }
  }

  /** A body that can be written once. */
  private static final class Once extends RequestBody {
    private final InputStream content;

    Once(InputStream content) {
      this.content = content;
    }

    @Override
    public MediaType contentType() {
      return JSON;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.writeAll(Okio.source(content));
    }
  }
}
