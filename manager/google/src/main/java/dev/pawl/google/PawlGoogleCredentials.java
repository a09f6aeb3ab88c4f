package dev.pawl.google;

import com.google.auth.Credentials;
import dev.pawl.clock.TokenClock;
import dev.pawl.spi.Credential;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives the clients of Google's libraries what all processes of the user share: {@code
 * FixedCredentialsProvider.create(PawlGoogleCredentials.of(credentials))}. Each request asks, so
 * that what one process renews is used by all with the next request. Thread-safe. Cannot be
 * serialized.
 */
public final class PawlGoogleCredentials extends Credentials {
  private static final long serialVersionUID = 1L;
  private static final TokenClock CLOCK = TokenClock.system();
  private static final long SAME_MOMENT = Duration.ofSeconds(2).toNanos();

  private final transient TokenSupply supply;
  private transient volatile @Nullable Token last;
  private transient volatile long renewedAt;

  private PawlGoogleCredentials(TokenSupply supply) {
    this.supply = Objects.requireNonNull(supply);
  }

  /** The credentials of what {@code supply} gives; whoever made that closes it. */
  public static PawlGoogleCredentials of(TokenSupply supply) {
    return new PawlGoogleCredentials(supply);
  }

  @Override
  public String getAuthenticationType() {
    return "OAuth2";
  }

  /**
   * The header of a request. Blocks while the token is renewed.
   *
   * @throws IOException what there is to be done, from a {@link TokenException}, since the clients
   *     know no other
   */
  @Override
  public Map<String, List<String>> getRequestMetadata(@Nullable URI uri) throws IOException {
    try {
      Token token = supply.token();
      if (token.kind() != Credential.Kind.BEARER) {
        throw new IOException("what is configured is no bearer token; pawl explain shows it");
      }
      last = token;
      return Map.of("Authorization", List.of("Bearer " + token.value()));
    } catch (TokenException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public boolean hasRequestMetadata() {
    return true;
  }

  @Override
  public boolean hasRequestMetadataOnly() {
    return true;
  }

  /**
   * Reports the token that was given last as rejected, once for all processes, and waits for
   * another.
   */
  @Override
  public void refresh() throws IOException {
    Token rejected = last;
    if (rejected == null || isJustRenewed()) {
      return;
    }
    try {
      last = supply.renew(rejected);
      renewedAt = CLOCK.nanos();
    } catch (TokenException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /* Of several requests that were refused at the same time, one renews for all. */
  private boolean isJustRenewed() {
    long at = renewedAt;
    return at != 0 && CLOCK.nanos() - at < SAME_MOMENT;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    throw new NotSerializableException(getClass().getName());
  }
}
