package dev.pawl.credentials;

import dev.pawl.TokenManager;
import dev.pawl.file.DamagedFileException;
import dev.pawl.policy.LoginPolicy;
import dev.pawl.profile.ProfileFiles;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential;
import dev.pawl.spi.CredentialSource;
import dev.pawl.spi.Fingerprint;
import dev.pawl.spi.Grant;
import dev.pawl.spi.ProofKey;
import dev.pawl.store.fleet.FleetStore;
import dev.pawl.store.journal.JournalRecord;
import dev.pawl.token.Token;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stored login among the sources: configured while somebody is logged in, even if the login has
 * ended. Looking creates nothing.
 */
final class LoginSource implements CredentialSource {
  /** A token that was issued later than that from now came while the clock was ahead. */
  private static final long SKEW_MILLIS = 5_000;

  private final @Nullable ProfileFiles profile;
  private final @Nullable EnvironmentLogin pending;
  private final Supplier<TokenManager> manager;

  /**
   * The login of {@code profile}.
   *
   * @param profile null if there is no place for a state directory
   * @param pending what becomes its login if it has none
   */
  LoginSource(
      @Nullable ProfileFiles profile,
      @Nullable EnvironmentLogin pending,
      Supplier<TokenManager> manager) {
    this.profile = profile;
    this.pending = pending;
    this.manager = manager;
  }

  @Override
  public String name() {
    return Precedence.LOGIN;
  }

  @Override
  public Reach reach() {
    return Reach.DURABLE;
  }

  @Override
  public String origin() {
    if (profile == null) {
      return "no state directory";
    }
    String place = shared(profile);
    return "profile "
        + profile.name()
        + (place == null ? " in " : " of the fleet " + place + ", seen from ")
        + profile.directory().path();
  }

  private static @Nullable String shared(ProfileFiles profile) {
    try {
      boolean isShared = profile.fleet() != null && profile.store().kind().equals(FleetStore.KIND);
      return isShared ? profile.store().place() : null;
    } catch (IOException e) {
      return null; // the row says what is wrong
    }
  }

  @Override
  public Billing billing() {
    try {
      Grant grant = grant();
      return grant == null ? Billing.UNKNOWN : Account.of(grant).billing();
    } catch (IOException e) {
      return Billing.UNKNOWN;
    }
  }

  @Override
  public boolean isConfigured() throws IOException {
    return isStored() || isPending();
  }

  /** Whether a login is to be made of what the environment holds. */
  boolean isPending() throws IOException {
    return pending != null && (!isStored() || isDead()) && pending.isPending();
  }

  /** Why a refresh token of the environment plays no part; null if there is none or it does. */
  @Nullable String note() throws IOException {
    return pending == null || isPending() ? null : pending.note();
  }

  /* A damaged file is a login too: the manager recovers it, or says that it is lost. */
  boolean isStored() throws IOException {
    try {
      return grant() != null;
    } catch (DamagedFileException e) {
      return true;
    }
  }

  private boolean isDead() throws IOException {
    try {
      Grant grant = grant();
      return grant != null
          && profile != null
          && profile.journal().read().stateOf(grant) == JournalRecord.State.DEAD;
    } catch (DamagedFileException e) {
      return false;
    }
  }

  /** The stored login; null if nobody is logged in. */
  @Nullable Grant grant() throws IOException {
    Grant grant = profile == null ? null : profile.store().readWithoutSecrets();
    return grant == null || grant.isTombstone() ? null : grant;
  }

  /** As {@link #grant}; null too if the file is damaged. */
  @Nullable Grant readGrant() throws IOException {
    try {
      return grant();
    } catch (DamagedFileException e) {
      return null;
    }
  }

  /**
   * The access token that is stored, if it has not ended and the administrator permits the login.
   *
   * @param notices told if nobody knows when it ends
   */
  @Nullable Token stored(Predicate<String> notices) throws IOException {
    Grant grant = profile == null ? null : profile.store().readGrant();
    if (profile == null
        || grant == null
        || grant.isTombstone()
        || LoginPolicy.of(profile.settings()).refusal(Account.of(grant)) != null) {
      return null;
    }
    long now = profile.clock().millis();
    long end = grant.tokens().expiresAt();
    if (grant.tokens().issuedAt() - now > SKEW_MILLIS) {
      boolean unused =
          notices.test("the clock was ahead when this token came, so nobody knows when it ends");
    }
    String access = grant.tokens().access();
    Instant expiry = end == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(end);
    return access == null || now >= end
        ? null
        : new Token(access, expiry, grant.generation(), profile.name()).boundTo(ProofKey.of(grant));
  }

  /** What is to become the login. */
  Grant pendingGrant() throws IOException {
    return Objects.requireNonNull(pending).grant();
  }

  @Override
  public Credential mint(@Nullable Fingerprint rejected) {
    Token token = manager.get().token();
    if (Fingerprint.of(token.value()).equals(rejected)) {
      token = manager.get().renew(token);
    }
    boolean ends = !token.expiry().equals(Instant.MAX);
    return new Credential(
        token.kind(), token.value(), ends ? token.expiry().toEpochMilli() : Long.MAX_VALUE);
  }
}
