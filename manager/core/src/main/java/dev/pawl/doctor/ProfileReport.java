package dev.pawl.doctor;

import dev.pawl.directory.Inspection;
import dev.pawl.directory.LoginEndPeek;
import dev.pawl.directory.StateDirectory;
import dev.pawl.directory.StoreKindPeek;
import dev.pawl.file.StoreException;
import dev.pawl.session.FleetSettings;
import dev.pawl.settings.Settings;
import dev.pawl.spi.Account;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantedScope;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.LoginEnd;
import dev.pawl.spi.ProofKey;
import dev.pawl.store.fleet.Fleet;
import dev.pawl.token.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What lies on the disk of one profile, for reports beside its {@link Status}. Takes no lock,
 * changes nothing, refreshes nothing. Whatever cannot be read is reported as absent, since the
 * status says what is wrong. Thread-safe; every method looks anew.
 *
 * @param environment whose state directory is meant (PAWL_HOME and the XDG variables)
 * @param profile its name
 */
public record ProfileReport(Map<String, String> environment, String profile) {

  private StateDirectory found() throws StoreException {
    return StateDirectory.of(environment).found();
  }

  private @Nullable Grant readWithoutSecrets() {
    try (Fleet fleet = FleetSettings.looked(environment, found().path())) {
      return found().look(profile, fleet).readWithoutSecrets();
    } catch (IOException e) {
      return null;
    }
  }

  /** Whose the stored login is; {@link Account#UNKNOWN} if nobody is logged in. */
  public Account account() {
    Grant grant = readWithoutSecrets();
    return grant == null || grant.isTombstone() ? Account.UNKNOWN : Account.of(grant);
  }

  /** When the stored tokens were asked for, epoch milliseconds; 0 if there are none. */
  public long issuedAt() {
    Grant grant = readWithoutSecrets();
    return grant == null ? 0 : grant.tokens().issuedAt();
  }

  /** When the stored login itself ends; null if nobody is logged in, or its server did not say. */
  public @Nullable Instant loginEnd() {
    Grant grant = readWithoutSecrets();
    return grant == null || grant.isTombstone() ? null : LoginEnd.of(grant);
  }

  /** The same for commands that must not take long: of a file as Pawl writes it. */
  public @Nullable Instant peekedLoginEnd() {
    try {
      return LoginEndPeek.of(StateDirectory.of(environment), profile);
    } catch (StoreException e) {
      return null;
    }
  }

  /**
   * When its refresh token of now ends, as one answer told; a refresh may prolong that. Null if the
   * server did not say, or has said the login's own end.
   */
  public @Nullable Instant peekedRefreshTokenEnd() {
    try {
      return LoginEndPeek.told(StateDirectory.of(environment), profile);
    } catch (StoreException e) {
      return null;
    }
  }

  /** The scopes that the server told, and what lacks of those asked for; null if it told none. */
  public @Nullable String peekedScopes() {
    try {
      LoginEndPeek.Scopes scopes = LoginEndPeek.scopes(StateDirectory.of(environment), profile);
      if (scopes == null) {
        return null;
      }
      String lacking = GrantedScope.lacking(scopes.asked(), scopes.granted());
      return scopes.granted() + (lacking.isEmpty() ? "" : "; not granted: " + lacking);
    } catch (StoreException e) {
      return null;
    }
  }

  /** The scopes that the stored login has, as far as is known; empty if nothing is. */
  public String scopes() {
    Grant grant = readWithoutSecrets();
    return grant == null || grant.isTombstone() ? "" : GrantedScope.of(grant);
  }

  /** How the last login was made, also after a logout. */
  public LastLogin lastLogin() {
    Grant grant = readWithoutSecrets();
    return grant == null ? LastLogin.NONE : LastLogin.of(grant);
  }

  /** Which process holds the refresh lock, for people; null if none does. */
  public @Nullable String lockHolder() {
    try {
      return StateDirectory.of(environment).lockHolder(profile);
    } catch (StoreException e) {
      return null;
    }
  }

  /**
   * Where the secrets lie: {@code file}, {@code keychain}, {@code secret-service}, {@code fleet}.
   */
  public String store() {
    try {
      return StoreKindPeek.of(StateDirectory.of(environment), profile);
    } catch (StoreException e) {
      return "file";
    }
  }

  /**
   * The fleet that shares this login, asked now; null if none does.
   *
   * @throws IOException if the settings make no sense
   */
  public @Nullable FleetReport fleet() throws IOException {
    StateDirectory directory = found();
    try (Fleet fleet = FleetSettings.looked(environment, directory.path())) {
      if (fleet == null || !FleetLogin.isShared(fleet, directory, profile)) {
        return null;
      }
    }
    return FleetReport.of(environment, Settings.of(environment), profile);
  }

  /** Whether the tokens of the stored login are bound to a key (DPoP, RFC 9449). */
  public boolean isBound() {
    Grant grant = readWithoutSecrets();
    return grant != null && !grant.isTombstone() && ProofKey.binds(grant);
  }

  /** The same for commands that must not take long: of a file as Pawl writes it. */
  public boolean isPeekedBound() {
    try {
      return StoreKindPeek.isBound(StateDirectory.of(environment), profile);
    } catch (StoreException e) {
      return false;
    }
  }

  /** Whose answer to a login by refresh token waits to be stored; null if nobody's. */
  public @Nullable UnfinishedLogin unfinishedLogin() {
    try {
      return UnfinishedLogin.of(found(), profile);
    } catch (StoreException e) {
      return null;
    }
  }

  /** Which refreshed login waits in memory for its vault; null if none. */
  public @Nullable WaitingLogin waitingLogin() {
    try {
      return WaitingLogin.of(found(), profile);
    } catch (StoreException e) {
      return null;
    }
  }

  /** The damaged files that were put aside. */
  public List<Path> damagedFiles() {
    try {
      return new Inspection(StateDirectory.of(environment)).quarantined(profile);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The shared cache of the state directory; null if there is none, or none that can be read. */
  public @Nullable CacheSummary cache() {
    return CacheSummary.of(environment);
  }
}
