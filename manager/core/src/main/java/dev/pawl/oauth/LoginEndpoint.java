package dev.pawl.oauth;

import dev.pawl.clock.TokenClock;
import dev.pawl.json.Json;
import dev.pawl.network.ConfigurationException;
import dev.pawl.network.Transport;
import dev.pawl.oauth.client.AccessPresentation;
import dev.pawl.oauth.client.ClientCredential;
import dev.pawl.oauth.client.ClientProof;
import dev.pawl.oauth.client.PossessionProofs;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.transport.Address;
import dev.pawl.transport.Exchange;
import dev.pawl.transport.FormRequest;
import dev.pawl.transport.UnsentException;
import dev.pawl.wire.HttpAnswer;
import dev.pawl.wire.ServerText;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Where the requests of a login go: codes to the token endpoint, the beginning of a login on
 * another device, the creation of an API key. It never sees a refresh token.
 *
 * <p>As with {@link TokenEndpoint} every call is one attempt on a fresh connection, with one
 * deadline for all of it. Thread-safe.
 */
public final class LoginEndpoint {
  private final Exchange exchange;
  private final PossessionProofs proofs;
  private final ErrorCodes errors;

  /** Endpoints reached through {@code transport}, of whose errors nothing is known. */
  public LoginEndpoint(Transport transport, TokenClock clock) {
    this(transport, clock, ErrorCodes.NONE);
  }

  /**
   * Endpoints reached through {@code transport}.
   *
   * @param errors what is known of the issuer's errors
   */
  public LoginEndpoint(Transport transport, TokenClock clock, ErrorCodes errors) {
    this.exchange = new Exchange(transport, clock);
    this.proofs = new PossessionProofs(clock);
    this.errors = errors;
  }

  /**
   * Presents {@code grant} once to the token endpoint of {@code client}.
   *
   * @return {@link LoginAnswer.Granted}, {@link LoginAnswer.Refused}, {@link LoginAnswer.Unsent} or
   *     {@link LoginAnswer.Unclear}
   * @throws ConfigurationException if the endpoint may not be sent a secret
   */
  public LoginAnswer redeem(
      ClientRegistration client, ClientCredential credential, LoginGrant grant, Duration deadline) {
    Address address = Address.of(client.tokenEndpoint(), "the token endpoint");
    URI endpoint = client.tokenEndpoint();
    ClientProof proof = proofs.with(credential.prove(client), grant.key(), endpoint);
    FormRequest form = proof.request(address, grant.fields());
    return ask(
        () -> {
          HttpAnswer answer = exchange.post(form, deadline);
          proofs.note(endpoint, answer.head());
          return answer;
        },
        new LoginReply.Sent(proof.words(grant.secret()), proof.authenticated(), errors),
        reply -> reply.tokens(grant.key() != null));
  }

  /**
   * Asks for a login on another device (RFC 8628 section 3.1).
   *
   * @param besides parameters that the issuer wants besides those of the protocol
   * @return {@link LoginAnswer.Device} or why there is none
   * @throws ConfigurationException if the endpoint is neither https nor on loopback
   */
  public LoginAnswer beginOnDevice(
      URI endpoint,
      ClientRegistration client,
      Map<String, String> besides,
      ClientCredential credential,
      Duration deadline) {
    Address address = Address.of(endpoint, "the device authorization endpoint");
    Map<String, String> fields = new LinkedHashMap<>(besides);
    if (!client.scope().isEmpty()) {
      fields.put("scope", client.scope());
    }
    ClientProof proof = credential.prove(client);
    FormRequest form = proof.request(address, fields);
    return ask(() -> exchange.post(form, deadline), sent(proof), LoginReply::device);
  }

  /**
   * Sends an authorization request ahead of the browser (RFC 9126 section 2.1).
   *
   * @param request its parameters
   * @return {@link LoginAnswer.Pushed} or why there is none
   * @throws ConfigurationException if the endpoint is neither https nor on loopback
   */
  public LoginAnswer push(
      URI endpoint,
      ClientRegistration client,
      Map<String, String> request,
      ClientCredential credential,
      Duration deadline) {
    Address address = Address.of(endpoint, "the pushed authorization request endpoint");
    ClientProof proof = credential.prove(client);
    FormRequest form = proof.request(address, request);
    return ask(() -> exchange.post(form, deadline), sent(proof), LoginReply::pushed);
  }

  /**
   * Has an API key made for the account of {@code access}.
   *
   * @param request members of the JSON object that is sent
   * @return {@link LoginAnswer.Key} or why there is none
   * @throws ConfigurationException if the endpoint may not be sent a secret
   */
  public LoginAnswer createKey(
      URI endpoint, String access, Map<String, String> request, Duration deadline) {
    Address address = Address.of(endpoint, "the API key endpoint");
    return ask(
        () ->
            exchange.post(
                address,
                Map.of("Authorization", "Bearer " + access),
                Json.write(request),
                deadline),
        sent(access),
        LoginReply::key);
  }

  /**
   * Asks whose {@code presented} is (OpenID Connect Core 1.0, section 5.3).
   *
   * @return {@link LoginAnswer.Claims} or why there are none
   * @throws ConfigurationException if the endpoint may not be sent a secret
   */
  public LoginAnswer userInfo(URI endpoint, AccessPresentation presented, Duration deadline) {
    return ask(
        () -> {
          HttpAnswer answer = get(endpoint, presented, deadline);
          return presented.key() != null
                  && answer.status() == 401
                  && PossessionProofs.nonce(answer.head()) != null
              ? get(endpoint, presented, deadline)
              : answer;
        },
        sent(presented.access()),
        LoginReply::claims);
  }

  private HttpAnswer get(URI endpoint, AccessPresentation presented, Duration deadline)
      throws IOException {
    Address address = Address.of(endpoint, "the userinfo endpoint");
    Map<String, String> headers = proofs.presenting(presented.access(), presented.key(), endpoint);
    HttpAnswer answer = exchange.get(address, headers, presented.certificate(), deadline);
    proofs.note(endpoint, answer.head());
    return answer;
  }

  /**
   * Asks for the keys that the issuer signs with (OpenID Connect Discovery 1.0, section 3).
   *
   * @return {@link LoginAnswer.Keys} or why there are none
   * @throws ConfigurationException if the endpoint is neither https nor on loopback
   */
  public LoginAnswer keys(URI endpoint, Duration deadline) {
    Address address = Address.of(endpoint, "the address of the issuer's keys");
    return ask(() -> exchange.get(address, deadline), sent(""), LoginReply::keys);
  }

  private LoginReply.Sent sent(ClientProof proof) {
    return new LoginReply.Sent(proof.words(""), proof.authenticated(), errors);
  }

  private LoginReply.Sent sent(String access) {
    return new LoginReply.Sent(new ServerText(access), false, errors);
  }

  /** Something that is sent and answered. */
  private interface Question {
    HttpAnswer answer() throws IOException;
  }

  private static LoginAnswer ask(
      Question question, LoginReply.Sent sent, Function<LoginReply, LoginAnswer> reading) {
    ServerText words = sent.words();
    try {
      return reading.apply(new LoginReply(question.answer(), sent));
    } catch (UnsentException e) {
      return new LoginAnswer.Unsent(words.show(e.getMessage()));
    } catch (SocketTimeoutException e) {
      return new LoginAnswer.Unclear("no whole answer before the deadline");
    } catch (IOException e) {
      return new LoginAnswer.Unclear(words.show(String.valueOf(e.getMessage())));
    }
  }
}
