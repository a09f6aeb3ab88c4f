package dev.pawl.oauth.client;

import dev.pawl.clock.TokenClock;
import dev.pawl.network.ConfigurationException;
import dev.pawl.signing.ServerNonces;
import dev.pawl.spi.ProofKey;
import dev.pawl.wire.HttpAnswer;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What proves to authorization servers that a client has the key that its tokens are bound to (RFC
 * 9449 section 5): another proof for each request, with the last nonce of the server that it goes
 * to. Thread-safe.
 */
public final class PossessionProofs {
  /** The error of a server that wants to see its nonce in the proof (section 8). */
  public static final String CHALLENGE = "use_dpop_nonce";

  /* Sections 5 and 8: what was presented beside the proof was not looked at. */
  private static final Set<String> REFUSALS = Set.of("invalid_dpop_proof", CHALLENGE);

  private static final String HEADER = "DPoP";

  private final ServerNonces nonces = new ServerNonces();
  private final TokenClock clock;

  /** Proofs of the time of {@code clock}, for servers that have not sent a nonce yet. */
  public PossessionProofs(TokenClock clock) {
    this.clock = clock;
  }

  /**
   * {@code proof}, and that of {@code key} for one request to {@code endpoint}.
   *
   * @param key null if the tokens are bound to none
   * @throws ConfigurationException if nothing can be signed
   */
  public ClientProof with(ClientProof proof, @Nullable ProofKey key, URI endpoint) {
    if (key == null) {
      return proof;
    }
    Map<String, String> headers = new LinkedHashMap<>(proof.headers());
    headers.put(
        HEADER, signed(key, new ProofKey.Request("POST", endpoint, null, nonces.of(endpoint))));
    return proof.under(headers);
  }

  /**
   * The headers of a GET of {@code endpoint} with the access token {@code access}: with a proof, if
   * it is bound to {@code key} (section 7.1).
   *
   * @throws ConfigurationException if nothing can be signed
   */
  public Map<String, String> presenting(String access, @Nullable ProofKey key, URI endpoint) {
    if (key == null) {
      return Map.of("Authorization", "Bearer " + access);
    }
    ProofKey.Request request = new ProofKey.Request("GET", endpoint, access, nonces.of(endpoint));
    return Map.of("Authorization", "DPoP " + access, HEADER, signed(key, request));
  }

  private String signed(ProofKey key, ProofKey.Request request) {
    try {
      return key.proof(request, clock.millis());
    } catch (IOException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether an error of that name, in lower case, says that a proof is wanting or not taken. */
  public static boolean isRefusedBy(String error) {
    return REFUSALS.contains(error);
  }

  /** Remembers the nonce that an answer of {@code endpoint} brought (section 8.2). */
  public void note(URI endpoint, HttpAnswer.@Nullable Head head) {
    boolean unused = head != null && nonces.note(endpoint, nonce(head));
  }

  /** The nonce in the head of an answer; null if there is none. */
  public static @Nullable String nonce(HttpAnswer.Head head) {
    return head.header(ServerNonces.HEADER.toLowerCase(Locale.ROOT));
  }
}
