package dev.pawl.it.compared;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One run of a sequence at one provider, from a browser without a history. */
final class Conversation {
  /** Where the clients are sent back to. */
  static final String REDIRECT = "http://127.0.0.1/callback";

  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)(?:[.]([0-9]))?}");
  private static final int HOPS = 10;

  private final Peer peer;
  private final Map<String, String> addresses;
  private final Map<String, List<String>> heard = new HashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  Conversation(Peer peer) throws IOException, InterruptedException {
    this.peer = peer;
    URI metadata = URI.create(peer.issuer() + "/.well-known/openid-configuration");
    HttpRequest request = HttpRequest.newBuilder(metadata).build();
    this.addresses =
        new HashMap<>(Verdict.of(http.send(request, BodyHandlers.ofString())).members());
    addresses.put(Place.METADATA.member(), metadata.toString());
  }

  /** Takes the steps and returns what the provider answered, one verdict a request. */
  List<String> take(List<Step> steps) throws IOException, InterruptedException {
    List<String> verdicts = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Ask ask) {
        Verdict verdict = answer(ask);
        verdict
            .members()
            .forEach(
                (name, value) -> heard.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
        verdicts.add(verdict.text());
      } else if (step instanceof Step.Wait wait) {
        peer.advance(wait.time());
      } else if (step instanceof Step.Person person) {
        peer.person(person.manner());
      } else if (step instanceof Step.Device device) {
        peer.device(filled("{user_code}"), device.manner());
      } else if (step instanceof Step.Sign sign) {
        String token = addresses.getOrDefault(Place.TOKEN_ENDPOINT.member(), "");
        heard
            .computeIfAbsent("client_assertion", n -> new ArrayList<>())
            .add(Assertions.of(sign, peer.issuer().toString(), token));
      }
    }
    return verdicts;
  }

  private Verdict answer(Ask ask) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request(ask), BodyHandlers.ofString());
    for (int hop = 0; hop < HOPS && isOnItsWay(answer); hop++) {
      URI next = answer.uri().resolve(answer.headers().firstValue("location").orElseThrow());
      answer = http.send(HttpRequest.newBuilder(next).build(), BodyHandlers.ofString());
    }
    return Verdict.of(answer);
  }

  private static boolean isOnItsWay(HttpResponse<String> answer) {
    return answer.statusCode() / 100 == 3 && !Verdict.isForTheClient(answer);
  }

  private HttpRequest request(Ask ask) {
    String address = addresses.get(ask.place().member());
    String query = encoded(ask.query());
    URI uri = URI.create(address + (query.isEmpty() ? "" : "?" + query));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(
                ask.method(),
                ask.form().isEmpty() && !ask.method().equals("POST")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(encoded(ask.form())));
    ask.headers().forEach((name, value) -> request.header(name, filled(value)));
    return request.build();
  }

  private String encoded(List<String> pairs) {
    return pairs.stream().map(this::encoded).collect(Collectors.joining("&"));
  }

  private String encoded(String pair) {
    int equals = pair.indexOf('=');
    return pair.substring(0, equals + 1)
        + URLEncoder.encode(filled(pair.substring(equals + 1)), StandardCharsets.UTF_8);
  }

  private String filled(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), found.group(2))));
  }

  private String value(String name, String number) {
    List<String> values = heard.get(name);
    if (values == null) {
      throw new IllegalStateException(peer.issuer() + " has not told any '" + name + "'");
    }
    return values.get(number == null ? values.size() - 1 : Integer.parseInt(number) - 1);
  }
}
