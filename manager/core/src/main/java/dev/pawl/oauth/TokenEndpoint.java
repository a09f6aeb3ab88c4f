package dev.pawl.oauth;

import dev.pawl.clock.TokenClock;
import dev.pawl.network.ConfigurationException;
import dev.pawl.network.Transport;
import dev.pawl.oauth.client.ClientCredentials;
import dev.pawl.oauth.client.ClientProof;
import dev.pawl.oauth.client.PossessionProofs;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.ReplayPolicy;
import dev.pawl.transport.Address;
import dev.pawl.transport.Connection;
import dev.pawl.transport.Exchange;
import dev.pawl.transport.FormRequest;
import dev.pawl.transport.UnsentException;
import dev.pawl.wire.AnswerTap;
import dev.pawl.wire.HttpAnswer;
import dev.pawl.wire.RawAnswer;
import dev.pawl.wire.ServerText;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where refresh tokens are spent: the only class that posts to a token endpoint.
 *
 * <p>Every call is one attempt on one fresh connection: no retry of any kind, no redirect, no
 * cookie. Its deadline is total: it covers name service, connecting, TLS and an answer that comes
 * byte by byte. The calling thread does the work and must not be interrupted meanwhile.
 * Thread-safe.
 */
public final class TokenEndpoint {
  private static final ClientRegistration WARM_UP =
      new ClientRegistration(
          "none", URI.create("https://none.invalid"), null, "none", "", ReplayPolicy.UNKNOWN);

  private final Exchange exchange;
  private final PossessionProofs proofs;

  /** An endpoint reached through {@code transport}. */
  public TokenEndpoint(Transport transport, TokenClock clock) {
    this.exchange = new Exchange(transport, clock);
    this.proofs = new PossessionProofs(clock);
  }

  /**
   * Checks, without sending anything, that {@code client}'s endpoints may be sent a secret: https,
   * or http on a loopback address.
   *
   * @throws ConfigurationException if not; the message says what to change
   */
  public static void requireSecure(ClientRegistration client) {
    Address.of(client.tokenEndpoint(), "the token endpoint");
    URI revocation = client.revocationEndpoint();
    if (revocation != null) {
      Address.of(revocation, "the revocation endpoint");
    }
  }

  /**
   * Presents a refresh token once (RFC 6749 section 6), or asks once for a token without one (see
   * {@link dev.pawl.spi.GrantType}).
   *
   * @param deadline for everything together
   * @param tap gets every byte of the answer before it is understood
   * @return what it came to; whatever happens after the first byte was written is in it
   * @throws ConfigurationException if the endpoint may not be sent a secret, or the request is too
   *     large; nothing was sent
   */
  public SpendOutcome spend(Presentation presented, Duration deadline, AnswerTap tap) {
    ClientRegistration client = presented.client();
    Address address = Address.of(client.tokenEndpoint(), "the token endpoint");
    ServerText words = presented.words();
    ClientProof proof = proofs.with(presented.proof(), presented.key(), client.tokenEndpoint());
    FormRequest form = proof.request(address, presented.fields());
    try {
      RawAnswer answer = exchange.collect(form, deadline, tap);
      if (presented.key() != null) {
        proofs.note(client.tokenEndpoint(), new TokenAnswer(presented, answer).head());
      }
      return read(presented, answer);
    } catch (UnsentException e) {
      SpendOutcome misdirected = Misdirection.of(e, address.toString());
      return misdirected == null
          ? new SpendOutcome.NotSent(words.show(e.getMessage()))
          : misdirected;
    } catch (IOException e) {
      SpendOutcome refused = Misdirection.ofCertificate(e, address.toString());
      return refused == null ? new SpendOutcome.InDoubt(words.show(reason(e))) : refused;
    }
  }

  /**
   * What the bytes of an answer say, also if a process was killed while they came: {@link #spend}
   * reads its own answers so. A success counts as soon as its refresh token is whole, everything
   * else only if the answer is.
   */
  public static SpendOutcome read(Presentation presented, RawAnswer answer) {
    SpendOutcome outcome = new TokenAnswer(presented, answer).outcome();
    return presented.type().isMinted() ? withoutRefresh(outcome) : outcome;
  }

  /* RFC 6749 section 4.4.3, RFC 7521 section 4.1, RFC 8693 section 2.2.1: a refresh token should not
   * come as a rule, and is of no use to a client that can ask again. */
  private static SpendOutcome withoutRefresh(SpendOutcome outcome) {
    if (outcome instanceof SpendOutcome.Salvaged salvaged) {
      return new SpendOutcome.InDoubt(salvaged.why());
    }
    if (outcome instanceof SpendOutcome.Dead refused) { // there is no token that could have ended
      return new SpendOutcome.Misconfigured(refused.error(), refused.description());
    }
    return outcome instanceof SpendOutcome.Granted granted ? granted.withoutRefresh() : outcome;
  }

  /**
   * Asks the server, once, to forget {@code refreshToken} (RFC 7009). Best effort: never throws for
   * what the network or the server does.
   */
  public Revocation revoke(
      ClientRegistration client,
      ClientCredentials credentials,
      String refreshToken,
      Duration deadline) {
    URI endpoint = client.revocationEndpoint();
    if (endpoint == null) {
      return new Revocation(Revocation.Result.UNSUPPORTED, "the server has no revocation endpoint");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("token", refreshToken);
    fields.put("token_type_hint", "refresh_token");
    ServerText words = new ServerText(refreshToken);
    try {
      Address address = Address.of(endpoint, "the revocation endpoint");
      while (true) {
        ClientProof proof = credentials.current().prove(client);
        words = proof.words(refreshToken);
        HttpAnswer answer = exchange.post(proof.request(address, fields), deadline);
        if (!isOfClient(answer) || !credentials.turn()) {
          return revocation(answer);
        }
      }
    } catch (ConfigurationException e) {
      return new Revocation(Revocation.Result.FAILED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Revocation(Revocation.Result.FAILED, words.show(reason(e)));
    }
  }

  /**
   * Goes through an answer that nobody sent, so that the first real one does not wait for classes
   * to be loaded. Opens no connection.
   */
  public static void warmUp() throws IOException {
    String body = "{\"access_token\":\"none\",\"token_type\":\"Bearer\",\"expires_in\":60}";
    String answer =
        "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    Connection.warmUp();
    SpendOutcome outcome =
        read(
            new Presentation(WARM_UP, "none", ErrorCodes.NONE),
            new RawAnswer(answer.getBytes(StandardCharsets.US_ASCII), true, 0, 0));
    if (!(outcome instanceof SpendOutcome.Granted)) {
      throw new IllegalStateException("the warm-up's answer is a good one, not " + outcome);
    }
  }

  private static boolean isOfClient(HttpAnswer answer) {
    return answer.status() == 401 || "invalid_client".equals(TokenAnswer.errorOf(answer));
  }

  private static Revocation revocation(HttpAnswer answer) {
    if (answer.status() / 100 == 2) {
      return new Revocation(Revocation.Result.REVOKED, "");
    }
    boolean unsupported =
        answer.status() == 400 && "unsupported_token_type".equals(TokenAnswer.errorOf(answer));
    return unsupported
        ? new Revocation(Revocation.Result.UNSUPPORTED, "the server cannot revoke refresh tokens")
        : new Revocation(Revocation.Result.FAILED, "status " + answer.status());
  }

  private static String reason(IOException e) {
    @Nullable String message = e.getMessage();
    if (e instanceof SocketTimeoutException) {
      return "no whole answer before the deadline";
    }
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
