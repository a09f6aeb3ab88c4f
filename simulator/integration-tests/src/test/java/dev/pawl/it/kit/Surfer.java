package dev.pawl.it.kit;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A browser without a screen: goes where it is sent, one step at a time or to the end. */
public final class Surfer {
  private final CookieManager cookies = new CookieManager();
  private final HttpClient steps =
      HttpClient.newBuilder().cookieHandler(cookies).followRedirects(Redirect.NEVER).build();
  private final HttpClient whole =
      HttpClient.newBuilder().cookieHandler(cookies).followRedirects(Redirect.ALWAYS).build();

  /** The page at the end of all redirects. */
  public HttpResponse<String> visit(URI page) throws IOException, InterruptedException {
    return whole.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
  }

  /** The answer of {@code page} itself. */
  public HttpResponse<String> look(URI page) throws IOException, InterruptedException {
    return steps.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
  }

  /** Where {@code page} sends a browser. */
  public URI sentTo(URI page) throws IOException, InterruptedException {
    return page.resolve(look(page).headers().firstValue("Location").orElseThrow());
  }

  /** Sends a form. */
  public HttpResponse<String> submit(URI page, String form)
      throws IOException, InterruptedException {
    return steps.send(
        HttpRequest.newBuilder(page)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }
}
