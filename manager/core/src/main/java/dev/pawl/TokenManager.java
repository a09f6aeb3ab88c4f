package dev.pawl;

import dev.pawl.authentication.ClientSecrets;
import dev.pawl.cache.CacheWish;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.cache.table.Geometry;
import dev.pawl.clock.TokenClock;
import dev.pawl.directory.ProfileName;
import dev.pawl.directory.StateDirectory;
import dev.pawl.fleet.RecordStore;
import dev.pawl.fleet.Seal;
import dev.pawl.grant.LoginCheck;
import dev.pawl.lock.ProtectedThread;
import dev.pawl.network.Transport;
import dev.pawl.network.TransportSettings;
import dev.pawl.oauth.TokenEndpoint;
import dev.pawl.policy.StorageProblem;
import dev.pawl.policy.Timeouts;
import dev.pawl.policy.TokenRequirement;
import dev.pawl.refresh.WarmUp;
import dev.pawl.refresh.locked.SharedContext;
import dev.pawl.refresh.locked.SpendPermits;
import dev.pawl.session.ExchangedLogins;
import dev.pawl.session.GivenFleet;
import dev.pawl.session.ManagedProfile;
import dev.pawl.session.ManagedProfiles;
import dev.pawl.session.ManagerSetup;
import dev.pawl.session.ProfileTokens;
import dev.pawl.settings.Settings;
import dev.pawl.spi.CredentialStore;
import dev.pawl.spi.Grant;
import dev.pawl.store.fleet.Fleet;
import dev.pawl.token.CacheMode;
import dev.pawl.token.LoginOutcome;
import dev.pawl.token.LogoutOutcome;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenRequest;
import dev.pawl.token.TokenSupply;
import dev.pawl.vault.Vaults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The token of one profile, by default the active one, shared by every process of the user on this
 * machine: whoever finds it about to end refreshes it for all, and each refresh token is spent
 * exactly once, except for replays of an unanswered spend, which the journal shows and the issuer's
 * setting permits.
 *
 * <pre>{@code
 * try (TokenManager manager = TokenManager.builder().build()) {
 *   Token token = manager.token();
 * }
 * }</pre>
 *
 * <p>Thread-safe, and safe for virtual threads. A manager has threads of its own only while a
 * refresh, login or logout is being done, once, shortly, for the warm-up of the first refresh
 * ({@link Builder#warmUp}), and one that sees what other hosts write where there are any ({@link
 * Builder#fleet}). After {@link #close()} a call is an {@link IllegalStateException}. One call is
 * not: {@link #token()} still gives the token in memory while that is fresh, since the hot read
 * looks at nothing else.
 */
public final class TokenManager implements TokenSupply, AutoCloseable {
  private final SharedContext context;
  private final ManagedProfiles profiles;
  private final Consumer<TokenManager> closing;
  private volatile boolean closed;

  /**
   * A manager of {@code pinned}, or of the active profile if that is null; {@code closing} is told
   * when it is closed.
   */
  TokenManager(
      SharedContext context,
      @Nullable String pinned,
      Consumer<Status> listener,
      Consumer<TokenManager> closing) {
    this.context = context;
    this.closing = closing;
    ManagedProfile.Host host = new ManagedProfile.Host(listener, () -> closed);
    ManagedProfiles.Opening opening =
        (name, leads) -> new ManagedProfile(context, name, host, leads);
    this.profiles =
        pinned == null
            ? ManagedProfiles.following(
                context.directory().active(), opening, ManagedProfile::announce)
            : ManagedProfiles.only(pinned, opening);
  }

  /** A builder with the environment's state directory, the active profile and the cache. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A usable token: at once while it is fresh or merely about to end, else after waiting for the
   * one refresh of the machine.
   *
   * @throws TokenException if there is none; its reason says what to do
   */
  @Override
  public Token token() {
    try {
      Token token = profiles.last().tokens().fresh();
      if (token != null) {
        return token;
      }
      TokenSlot
          .settle(); // first of all: an error that struck while a class begins would disable it
    } catch (InternalError e) {
      TokenSlot.settle(); // the cache file was truncated under the mapping: the JVM reports it late
    }
    return obtain(TokenRequirement.USABLE);
  }

  /**
   * A usable access token for {@code request}. All requests share one grant: a refresh for one of
   * them spends the refresh token as any other does, once, and leaves the tokens of the others in
   * use. That each has a token of its own holds for the login's issuer too: whether an audience, a
   * resource or a scope means anything is for the issuer to say.
   *
   * @throws TokenException if there is none; FIX_CONFIGURATION if the issuer refuses the request
   */
  public Token token(TokenRequest request) {
    return supply(request).token();
  }

  /**
   * The access tokens for {@code request}, for what sends requests and has to replace a token that
   * was rejected.
   */
  public TokenSupply supply(TokenRequest request) {
    return request.isDefault() ? this : new RequestedSupply(this, request);
  }

  private record RequestedSupply(TokenManager manager, TokenRequest request)
      implements TokenSupply {
    @Override
    public Token token() {
      settle();
      manager.requireOpen();
      return manager.profiles.current().requested().obtain(request, TokenRequirement.USABLE);
    }

    @Override
    public Token renew(Token rejected) {
      return renew(rejected, "");
    }

    @Override
    public Token renew(Token rejected, String claims) {
      settle();
      manager.requireOpen();
      return manager
          .profiles
          .of(rejected.profile())
          .requested()
          .obtain(request, TokenRequirement.newerThan(rejected.generation()).with(claims));
    }

    @Override
    public String toString() {
      return "TokenSupply[" + request + "]";
    }
  }

  /**
   * Like {@link #token()}, but waits for a login by anybody on the machine if one is needed.
   *
   * @param awaitLogin how long to wait for it
   * @throws TokenException as {@link #token()}; LOG_IN if nobody logged in
   */
  public Token token(Duration awaitLogin) {
    TokenClock clock = context.clock();
    long deadline = clock.deadline(awaitLogin);
    while (true) {
      try {
        return token();
      } catch (TokenException e) {
        if (e.reason() != TokenException.Reason.LOG_IN || clock.nanos() - deadline >= 0) {
          throw e;
        }
        profiles.last().coordinator().queue().pauseForNews(deadline);
      }
    }
  }

  /**
   * A token newer than one that a server rejected (401, or a 403 that says revoked or expired).
   * Many callers that report the same generation cause one refresh; a late report causes none.
   *
   * <p>The new token is one of the same profile, also if another one is the active one by now: a
   * request and its repetition never have two identities.
   *
   * @throws TokenException if there is none; TRY_LATER with a diagnosis if a token that was just
   *     refreshed for this reason is rejected as well
   * @throws IllegalArgumentException if this manager was given another profile
   */
  @Override
  public Token renew(Token rejected) {
    return renew(rejected, "");
  }

  /** {@inheritDoc} */
  @Override
  public Token renew(Token rejected, String claims) {
    settle();
    requireOpen();
    ProfileTokens tokens = profiles.of(rejected.profile()).tokens();
    Token renewed = rejected;
    do { // what another tool put back may be the rejected token as a generation of its own
      renewed = tokens.obtain(TokenRequirement.newerThan(renewed.generation()).with(claims));
    } while (renewed.value().equals(rejected.value()));
    return renewed;
  }

  /**
   * A token that lives for at least {@code least}; refreshed ahead of time if need be. If a token's
   * whole life is shorter than that, one that has nine tenths of its life left.
   *
   * @throws TokenException as {@link #token()}; also if the present token is usable, but ends
   *     sooner and cannot be refreshed now
   */
  public Token tokenValidFor(Duration least) {
    settle();
    return obtain(TokenRequirement.lasting(least));
  }

  /** The state as it is published; never refreshes, takes no lock, changes nothing. */
  public Status status() {
    settle();
    requireOpen();
    return profiles.current().tokens().status();
  }

  /**
   * Stores a login for every process; the refresh token that it replaces is revoked.
   *
   * <p>Where a login is stored that is of use, one that brings a refresh token alone is stored only
   * after that token got its first access token; what fails until then leaves the stored login as
   * it is. A refresh token that the stored login holds or has spent already changes nothing.
   *
   * @return STORED or UNCHANGED
   * @throws TokenException LOG_IN if the server refuses the refresh token; TRY_LATER if it does not
   *     answer, or another process keeps the lock; FIX_CONFIGURATION if the login cannot be stored
   *     or the server refuses its client: then nothing was changed. Where the server has granted
   *     what the store refuses, the message says where that is kept, and it is tried on
   * @throws IllegalArgumentException if it has no token, or one of other than visible ASCII
   */
  public LoginOutcome login(Grant grant) {
    requireOpen();
    LoginCheck.require(grant);
    return profiles.current().login(grant);
  }

  /**
   * Stores a login that nobody else has, such as one that a one-time code has just brought. If it
   * cannot be stored, its refresh token is revoked, best effort: of use to nobody but a thief. It
   * is left alone where the store has taken it all the same, or was offered it and cannot be read.
   * A caller who waits no more, or is interrupted, changes nothing of that: the login is still
   * stored or revoked.
   *
   * @return STORED or UNCHANGED
   * @throws TokenException as {@link #login}
   * @throws IllegalArgumentException as {@link #login}; also if it brings no access token, since
   *     its refresh token would be spent before anything is stored
   */
  public LoginOutcome loginOrRevoke(Grant grant) {
    requireOpen();
    LoginCheck.require(grant);
    if (grant.tokens().access() == null) {
      throw new IllegalArgumentException("a login that may be revoked needs an access token");
    }
    return profiles.current().loginOrRevoke(grant);
  }

  /**
   * Stores a login from the environment, unless somebody is logged in or its refresh token became a
   * login before.
   */
  public void adopt(Grant grant) {
    requireOpen();
    LoginCheck.require(grant);
    boolean unused = profiles.current().adopt(grant);
  }

  /**
   * Logs every process out: the login is erased here and its refresh token revoked, best effort. A
   * refresh token whose revocation failed is kept, for nothing but the next login or logout to try
   * that again.
   *
   * @throws TokenException TRY_LATER if another process keeps the lock; FIX_CONFIGURATION if the
   *     logout cannot be stored
   */
  public LogoutOutcome logout() {
    requireOpen();
    return profiles.current().logout();
  }

  /** Stores {@code grant} of an import unless there is a login. */
  LoginOutcome offer(Grant grant) {
    return profiles.current().offer(grant);
  }

  /**
   * Makes {@code change}, which moves the pointer away from this manager's profile, and has every
   * reader of that profile look where it points at their next call.
   */
  <T> T handOver(ProtectedThread.Work<T> change) {
    requireOpen();
    return profiles.last().handOver(change);
  }

  private Token obtain(TokenRequirement requirement) {
    requireOpen();
    while (true) {
      ManagedProfile served = profiles.current();
      try {
        Token token = served.tokens().obtain(requirement);
        if (served == profiles.current()) {
          return token;
        }
      } catch (TokenException e) {
        if (served == profiles.current()) {
          throw e;
        }
      }
    }
  }

  /* The JVM may report as late as at the return from what is to swallow the report. */
  private static void settle() {
    try {
      TokenSlot.settle();
    } catch (InternalError e) {
      TokenSlot.settle();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the token manager is closed");
    }
  }

  /** Lets go of the cache. A refresh under way is finished and saved nevertheless. */
  @Override
  public void close() {
    closed = true;
    closing.accept(this);
  }

  /** Names the profile. */
  String name() {
    return profiles.last().name();
  }

  /** Collects what a manager needs; every part has a default. Not thread-safe. */
  public static final class Builder {
    private @Nullable String profile;
    private @Nullable Path directory;
    private @Nullable Settings settings;
    private Map<String, String> environment = System.getenv();
    private InstantSource clock = InstantSource.system();
    private CacheMode cache = CacheMode.SHARED;
    private Timeouts timeouts = Timeouts.DEFAULT;
    private @Nullable Transport transport;
    private Consumer<Status> listener = status -> {};
    private @Nullable CredentialStore store;
    private Vaults vaults = Vaults.system();
    private @Nullable RecordStore records;
    private @Nullable Seal seal;

    private boolean warmUp = true;
    private int expectedProfiles = Geometry.MAX_MAPPED;

    private Builder() {}

    /**
     * Which login, 1 to 64 of a-z 0-9 . _ @ -. By default the one that PAWL_PROFILE names, else the
     * active one ({@code pawl use}), whichever that is at each call, else {@code default}.
     */
    public Builder profile(String name) {
      this.profile = ProfileName.checked(name);
      return this;
    }

    /** The profile that the program named; null if it named none. */
    @Nullable
    public String named() {
      return profile;
    }

    /** Where everything is kept; by default what PAWL_HOME and the XDG variables say. */
    public Builder stateDirectory(Path path) {
      this.directory = Objects.requireNonNull(path);
      return this;
    }

    /** The state directory that the program named; null if the environment says where it is. */
    @Nullable
    public Path stateDirectory() {
      return directory;
    }

    /** Where PAWL_HOME, HOME and the XDG variables are looked up; by default the process's own. */
    public Builder environment(Map<String, String> variables) {
      this.environment = Map.copyOf(variables);
      return this;
    }

    /** Which settings files count; by default those that the environment asks for. */
    public Builder settings(Settings files) {
      this.settings = Objects.requireNonNull(files);
      return this;
    }

    /** Where wall time comes from. */
    public Builder clock(InstantSource source) {
      this.clock = Objects.requireNonNull(source);
      return this;
    }

    /** The clock that counts. */
    public InstantSource clock() {
      return clock;
    }

    /** Whether the shared cache is used. */
    public Builder cache(CacheMode mode) {
      this.cache = Objects.requireNonNull(mode);
      return this;
    }

    /** The mode of the shared cache that counts. */
    public CacheMode cache() {
      return cache;
    }

    /** How long one request to the token endpoint may take in all; 30 s by default, 1 h at most. */
    public Builder requestTimeout(Duration timeout) {
      this.timeouts = new Timeouts(positive(timeout), timeouts.waitTimeout(), timeouts.rejection());
      return this;
    }

    /** How long a caller without a usable token waits; 45 s by default. */
    public Builder waitTimeout(Duration waitTimeout) {
      this.timeouts = new Timeouts(timeouts.request(), positive(waitTimeout), timeouts.rejection());
      return this;
    }

    /**
     * For how long a token that was fetched after a rejection is not refreshed again because it is
     * rejected too; 60 s by default.
     */
    public Builder rejectionInterval(Duration interval) {
      this.timeouts = new Timeouts(timeouts.request(), timeouts.waitTimeout(), positive(interval));
      return this;
    }

    /**
     * Proxy, trust store and client certificate for the authorization server; by default those of
     * the settings ({@code network}).
     */
    public Builder transport(Transport transport) {
      this.transport = Objects.requireNonNull(transport);
      return this;
    }

    /** Told of each change of state that this process notices, on the thread that notices it. */
    public Builder listener(Consumer<Status> listener) {
      this.listener = Objects.requireNonNull(listener);
      return this;
    }

    /**
     * Whether a background thread loads, once, what a first refresh needs; true by default. Of no
     * use to a process that lives for one call.
     */
    public Builder warmUp(boolean warmUp) {
      this.warmUp = warmUp;
      return this;
    }

    /**
     * A place for secrets that this program brings along. New logins go there, unless {@code
     * credentials.store} in the settings names another place; logins that lie there are found
     * there. A program that does not bring it along, such as the command line, says of them that
     * they are elsewhere.
     *
     * @throws IllegalArgumentException if its {@link CredentialStore#kind word} cannot be one
     */
    public Builder store(CredentialStore store) {
      this.vaults = vaults.and(store);
      this.store = store;
      return this;
    }

    /** The place for secrets that the program brings along; null if it brings none. */
    @Nullable
    public CredentialStore store() {
      return store;
    }

    /**
     * Where many hosts share the logins of this state directory (docs/fleet.md); by default what
     * the settings {@code fleet.url} and {@code fleet.key} say. A login that lies on this host
     * already stays here until it is moved. The store is closed with the manager.
     */
    public Builder fleet(RecordStore store, Seal seal) {
      this.records = Objects.requireNonNull(store);
      this.seal = Objects.requireNonNull(seal);
      return this;
    }

    /** The store of the fleet that the program named; null if it named none. */
    public @Nullable RecordStore fleetStore() {
      return records;
    }

    /** The seal of the fleet that the program named; null if it named none. */
    public @Nullable Seal fleetSeal() {
      return seal;
    }

    /** Other programs than the machine's own for its places for secrets: for tests. */
    Builder vaults(Vaults others) {
      this.vaults = Objects.requireNonNull(others);
      return this;
    }

    private static Duration positive(Duration duration) {
      if (duration.isZero() || duration.isNegative()) {
        throw new IllegalArgumentException("a duration must be positive, not " + duration);
      }
      return duration;
    }

    /** The settings files that count. */
    public Settings files() {
      return settings == null ? Settings.of(environment) : settings;
    }

    /** The variables that count. */
    public Map<String, String> environment() {
      return environment;
    }

    /**
     * For how many profiles a state directory that is made now is laid out; 1,024 by default. More
     * than 1,024 are laid out in shards and get a Chronicle Map as their cache, which needs a
     * library and JVM flags (docs/profiles.md). The settings {@code cache.engine} and {@code
     * cache.profiles} outrank it there.
     */
    public Builder expectedProfiles(int profiles) {
      if (profiles < 1) {
        throw new IllegalArgumentException("at least one profile, not " + profiles);
      }
      this.expectedProfiles = profiles;
      return this;
    }

    /** For how many profiles a state directory is laid out. */
    public int expectedProfiles() {
      return expectedProfiles;
    }

    /**
     * Opens the state directory, creating it if need be.
     *
     * @throws TokenException FIX_CONFIGURATION if it cannot be used, or if its cache is still to be
     *     chosen and the settings of it make no sense; the message says why
     */
    public TokenManager build() {
      String pinned = setup().pinned();
      SharedContext context = context();
      return new TokenManager(context, pinned, listener, closed -> context.close());
    }

    private ManagerSetup setup() {
      Settings files = files();
      CacheWish wish = new CacheWish(cache, files, environment, expectedProfiles);
      TokenClock time = TokenClock.of(clock);
      return new ManagerSetup(
          profile, directory, files, environment, time, wish, vaults, GivenFleet.of(records, seal));
    }

    /** Who is told of changes of state. */
    Consumer<Status> listener() {
      return listener;
    }

    /** Opens what the profiles have in common. */
    SharedContext context() {
      ManagerSetup setup = setup();
      StateDirectory prepared = setup.prepared();
      if (warmUp) {
        WarmUp.start();
      }
      AtomicReference<SharedContext> itself = new AtomicReference<>();
      SharedContext shared =
          new SharedContext(
              prepared,
              setup.settings(),
              setup.clock(),
              timeouts,
              setup.table(prepared),
              new TokenEndpoint(transport(), setup.clock()),
              new SpendPermits(prepared, setup.settings(), setup.clock()),
              vaults,
              new ClientSecrets(
                  setup.settings(),
                  environment,
                  setup.clock(),
                  new ExchangedLogins(() -> Objects.requireNonNull(itself.get()))),
              fleet(setup, prepared));
      itself.set(shared);
      return shared;
    }

    private @Nullable Fleet fleet(ManagerSetup setup, StateDirectory prepared) {
      try {
        return setup.fleet(prepared.path(), timeouts.request());
      } catch (IOException e) {
        throw StorageProblem.of(e);
      }
    }

    private Transport transport() {
      try {
        return transport == null ? TransportSettings.transport(files(), environment) : transport;
      } catch (IOException e) {
        throw StorageProblem.of(e);
      }
    }
  }
}
