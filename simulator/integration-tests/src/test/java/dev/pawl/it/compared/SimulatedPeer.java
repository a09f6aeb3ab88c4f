package dev.pawl.it.compared;

import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.core.Consent;
import dev.pawl.simulator.core.client.ClientAuthentication;
import dev.pawl.simulator.core.client.RegisteredClient;
import dev.pawl.simulator.jose.KeySet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The simulator, under strict rotation. */
final class SimulatedPeer implements Peer {
  private static final Duration REFRESH_IDLE = Duration.ofDays(14);
  private static final List<RegisteredClient> CLIENTS =
      List.of(
          RegisteredClient.publicClient("public"),
          RegisteredClient.publicClient("other"),
          RegisteredClient.publicClient("pushing").requirePush(),
          RegisteredClient.publicClient("single")
              .redirectUris(Set.of(URI.create(Conversation.REDIRECT))),
          RegisteredClient.confidential("basic", "basic-secret")
              .authentications(Set.of(ClientAuthentication.CLIENT_SECRET_BASIC)),
          RegisteredClient.confidential("post", "post-secret")
              .authentications(Set.of(ClientAuthentication.CLIENT_SECRET_POST)),
          RegisteredClient.signing("signer", KeySet.read(Assertions.PUBLIC_KEY)),
          RegisteredClient.confidential("keyed", Assertions.SECRET)
              .authentications(Set.of(ClientAuthentication.CLIENT_SECRET_JWT)),
          RegisteredClient.confidential("machine", "machine-secret")
              .authentications(Set.of(ClientAuthentication.CLIENT_SECRET_BASIC))
              .redirectUris(Set.of())
              .grantTypes(Set.of("client_credentials")));

  private final Simulator simulator = Simulator.builder().seed(1).refreshIdle(REFRESH_IDLE).start();

  SimulatedPeer() {
    for (RegisteredClient client : CLIENTS) {
      simulator.clients().put(client);
    }
  }

  @Override
  public URI issuer() {
    return simulator.issuer();
  }

  @Override
  public void advance(Duration step) {
    simulator.clock().advance(step);
  }

  @Override
  public void person(Manner manner) {
    simulator
        .consent()
        .browser(
            switch (manner) {
              case APPROVE -> Consent.Manner.APPROVE;
              case DENY -> Consent.Manner.DENY;
              case ABSENT -> Consent.Manner.ASK;
            });
  }

  @Override
  public void device(String userCode, Manner manner) {
    String form =
        "user_code="
            + URLEncoder.encode(userCode, StandardCharsets.UTF_8)
            + "&decision="
            + manner.name().toLowerCase(Locale.ROOT);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer() + "/device"))
            .header("Content-Type", Ask.FORM)
            .POST(BodyPublishers.ofString(form))
            .build();
    try {
      HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    simulator.close();
  }
}
