package dev.pawl.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** A browser without a screen: goes where it is sent, one step at a time or to the end. */
public final class Surfer {
  private static final int SEE_OTHER = 303;
  private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]*)\"");
  private static final Pattern FIELD =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

  private final CookieManager cookies = new CookieManager();
  private final HttpClient steps;
  private final HttpClient whole;

  /** One that trusts whom this Java trusts. */
  public Surfer() {
    this(HttpClient.newBuilder());
  }

  /** One that speaks TLS with {@code tls}. */
  public Surfer(SSLContext tls) {
    this(HttpClient.newBuilder().sslContext(tls));
  }

  private Surfer(HttpClient.Builder builder) {
    builder.cookieHandler(cookies);
    steps = builder.followRedirects(Redirect.NEVER).build();
    whole = builder.followRedirects(Redirect.ALWAYS).build();
  }

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

  /**
   * Sends the form of {@code page} as it is, as a browser does by itself, and goes on to the end.
   */
  public HttpResponse<String> sendOn(HttpResponse<String> page)
      throws IOException, InterruptedException {
    Matcher action = ACTION.matcher(page.body());
    assertThat(action.find()).as(page.body()).isTrue();
    Matcher field = FIELD.matcher(page.body());
    String form =
        field
            .results()
            .map(one -> one.group(1) + "=" + URLEncoder.encode(plain(one.group(2)), UTF_8))
            .collect(Collectors.joining("&"));
    HttpResponse<String> answer = submit(page.uri().resolve(plain(action.group(1))), form);
    return answer.statusCode() == SEE_OTHER
        ? visit(answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow()))
        : answer;
  }

  private static String plain(String attribute) {
    return attribute.replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&");
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
