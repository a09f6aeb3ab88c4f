package dev.pawl.oauth;

import dev.pawl.clock.TokenClock;
import dev.pawl.json.Json;
import dev.pawl.json.JsonException;
import dev.pawl.network.ConfigurationException;
import dev.pawl.network.Transport;
import dev.pawl.spi.GrantType;
import dev.pawl.transport.Address;
import dev.pawl.transport.Exchange;
import dev.pawl.wire.HttpAnswer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The exchange of a workload's identity token for an access token of the model vendor: an assertion
 * (RFC 7523 section 2.1) in a JSON document, with what the vendor's rule needs besides, as its
 * public SDK sends it (WorkloadIdentityCredentials of anthropic-java 3.14.0). Nothing is spent: one
 * attempt, no retry. Thread-safe.
 */
public final class IdentityExchange {
  private static final Map<String, String> HEADERS =
      Map.of("anthropic-beta", "oauth-2025-04-20,oidc-federation-2026-04-01");
  private static final String PATH = "/v1/oauth/token";

  private final Exchange exchange;

  /** Exchanges that go through {@code transport}. */
  public IdentityExchange(Transport transport, TokenClock clock) {
    this.exchange = new Exchange(transport, clock);
  }

  /**
   * What the API at {@code base} answers.
   *
   * @param assertion the identity token
   * @param rule what the vendor wants to know besides, by the names of its API
   * @param time for everything together
   * @throws IOException if no whole answer came in time
   * @throws ConfigurationException if {@code base} may not be sent a secret; nothing was sent
   */
  public HttpAnswer present(URI base, String assertion, Map<String, String> rule, Duration time)
      throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", GrantType.JWT_BEARER.value());
    fields.put("assertion", assertion);
    fields.putAll(rule);
    String root = base.toString().replaceAll("/+$", "");
    Address address = Address.of(URI.create(root + PATH), "ANTHROPIC_BASE_URL");
    return exchange.post(address, HEADERS, Json.write(fields), time);
  }

  /**
   * What a success brings: {@link SpendOutcome.Granted}, or something else if its token is of no
   * use.
   *
   * @throws JsonException if it cannot be understood
   */
  public static SpendOutcome read(HttpAnswer success) throws JsonException {
    return GrantedAnswer.of(success, false).outcome();
  }
}
