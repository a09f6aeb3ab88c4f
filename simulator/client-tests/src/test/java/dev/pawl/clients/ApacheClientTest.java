package dev.pawl.clients;

import dev.pawl.clients.recipes.PawlExecHandler;
import dev.pawl.http.RequestAuthorizer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Apache HttpClient 5 with the recipe of docs/http-clients.md. */
final class ApacheClientTest extends ClientContract {
  private @Nullable CloseableHttpClient client;

  @Override
  ApiClient client(RequestAuthorizer authorizer) {
    CloseableHttpClient made =
        HttpClients.custom()
            .addExecInterceptorAfter(
                ChainElement.REDIRECT.name(), "pawl", new PawlExecHandler(authorizer))
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create().setMaxConnPerRoute(20).build())
            .build();
    client = made;
    return new Api(made);
  }

  @AfterEach
  void close() throws IOException {
    if (client != null) {
      client.close();
    }
  }

  /**
   * Calls through Apache's client.
   *
   * @param client sends
   */
  record Api(CloseableHttpClient client) implements ApiClient {
    @Override
    public Answer get(URI target) throws IOException {
      return send(ClassicRequestBuilder.get(target));
    }

    @Override
    public Answer post(URI target, String json) throws IOException {
      return post(target, new StringEntity(json, ContentType.APPLICATION_JSON));
    }

    @Override
    public Answer post(URI target, InputStream json) throws IOException {
      return post(target, new InputStreamEntity(json, ContentType.APPLICATION_JSON));
    }

    private Answer post(URI target, HttpEntity body) throws IOException {
      return send(ClassicRequestBuilder.post(target).setEntity(body));
    }

    private Answer send(ClassicRequestBuilder request) throws IOException {
      return client.execute(
          request.build(),
          answer ->
              new Answer(
                  answer.getCode(),
                  answer.getEntity() == null ? "" : EntityUtils.toString(answer.getEntity())));
    }
  }
}
