package dev.pawl.credentials;

import dev.pawl.TokenManager;
import dev.pawl.cache.CacheWish;
import dev.pawl.cache.slot.TokenSlot;
import dev.pawl.clock.TokenClock;
import dev.pawl.credentials.SourceChain.Link;
import dev.pawl.file.FileIdentity;
import dev.pawl.policy.StorageProblem;
import dev.pawl.profile.BillingWatch;
import dev.pawl.session.GivenFleet;
import dev.pawl.session.ManagerSetup;
import dev.pawl.spi.CredentialSource;
import dev.pawl.spi.CredentialSource.Reach;
import dev.pawl.spi.CredentialStore;
import dev.pawl.token.Status;
import dev.pawl.token.Token;
import dev.pawl.token.TokenException;
import dev.pawl.token.TokenSupply;
import dev.pawl.vault.Vaults;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The credential that this process is to use, whichever of its sources that is: tokens and keys of
 * the environment, a helper command, or the stored login of a profile.
 *
 * <p>A profile that was named, by {@link TokenManager.Builder#profile} or the variable
 * PAWL_PROFILE, means its stored login and nothing else. The order of the sources is for a program
 * that names none.
 *
 * <p>The source is chosen at the first call and kept for the life of this object: a variable or key
 * that comes later is not used in its place. Where the source is the stored login and no profile
 * was named, the login is that of the active profile, so the identity changes with {@code pawl
 * use}; a login or logout of the profile is followed too. Thread-safe, and safe for virtual
 * threads.
 *
 * <pre>{@code
 * try (Credentials credentials = Credentials.builder(TokenManager.builder()).build()) {
 *   Token token = credentials.token();
 * }
 * }</pre>
 */
public final class Credentials implements TokenSupply, AutoCloseable {
  private final Builder builder;
  private final @Nullable OnlySource only;
  private final ReentrantLock deciding = new ReentrantLock();
  private final CredentialSources sources;
  private @Nullable TokenManager manager;
  private volatile @Nullable TokenSupply decided;
  private volatile @Nullable List<FileIdentity> unmarked;

  private Credentials(Builder builder) {
    this.builder = builder;
    this.only = OnlySource.of(builder.source, builder.login.named(), builder.login.environment());
    this.sources =
        new CredentialSources(builder.setup(), builder.own, this::manager, builder.loginOutput);
  }

  /**
   * A builder.
   *
   * @param login how the stored login is managed: its profile, state directory, environment,
   *     settings and clock are those of the credentials
   */
  public static Builder builder(TokenManager.Builder login) {
    return new Builder(login);
  }

  @Override
  public Token token() {
    try {
      return supplied();
    } catch (InternalError e) {
      TokenSlot.settle(); // the cache file was truncated, which the JVM reports late: once more
      return supplied();
    }
  }

  private Token supplied() {
    TokenSupply supply = decided;
    return supply == null ? marked(decide().token()) : supply.token();
  }

  /**
   * {@inheritDoc}
   *
   * <p>A rejected token or key of the environment is not replaced by another source's.
   */
  @Override
  public Token renew(Token rejected) {
    return renew(rejected, "");
  }

  /** {@inheritDoc} */
  @Override
  public Token renew(Token rejected, String claims) {
    TokenSupply supply = decided;
    return supply == null
        ? marked(decide().renew(rejected, claims))
        : supply.renew(rejected, claims);
  }

  /**
   * A token that lives for at least {@code least} if the stored login is used; what other sources
   * give is given as it is.
   *
   * @throws TokenException as {@link #token()}
   */
  public Token tokenValidFor(Duration least) {
    TokenSupply supply = decided == null ? decide() : Objects.requireNonNull(decided);
    return marked(
        supply instanceof LoginSupply login
            ? login.tokenValidFor(least)
            : ((SourceSupply) supply).tokenValidFor(least));
  }

  /**
   * The access token of the stored login as it lies there, even one that somebody reported as
   * rejected: another server may accept it. For a program that can do no more than try it, after
   * {@link #token()} has failed. Null if another source is used, nobody is logged in, the token has
   * ended, or the administrator does not permit the login.
   */
  public @Nullable Token storedToken() {
    try {
      Link link = sources.decided(only);
      return link == null || isLogin(link) ? sources.login().stored(builder.notices) : null;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The sources as they are found now. Gives, runs, refreshes and consumes nothing.
   *
   * @throws TokenException FIX_CONFIGURATION if the settings cannot be understood
   */
  public Explanation explain() {
    try {
      return Explanation.of(sources, only);
    } catch (IOException e) {
      throw StorageProblem.of(e);
    }
  }

  /** The state of what is used, as {@link TokenManager#status} says it; changes nothing. */
  public Status status() {
    try {
      Link link = sources.decided(only);
      if (link != null && link.problem() != null) {
        return other(Status.State.MISCONFIGURED, false);
      }
      if (link != null && !isLogin(link)) {
        return other(Status.State.GOOD, true);
      }
      boolean nobody = sources.profile() != null && !sources.login().isStored();
      return nobody ? other(Status.State.LOGGED_OUT, false) : manager().status();
    } catch (IOException e) {
      throw StorageProblem.of(e);
    }
  }

  private static boolean isLogin(Link link) {
    return link.source().reach() == Reach.DURABLE;
  }

  private Status other(Status.State state, boolean usable) {
    return new Status(sources.name(), state, usable, 0, null, null, 0, "none", null);
  }

  /* Only after a token was had: on a full disk that one matters, and the mark does not. */
  private Token marked(Token token) {
    List<FileIdentity> plain = unmarked;
    if (plain != null) {
      unmarked = null;
      sources.mark(plain);
    }
    return token;
  }

  private TokenSupply decide() {
    deciding.lock();
    try {
      TokenSupply present = decided;
      if (present == null) {
        present = choose();
        decided = present;
      }
      return present;
    } catch (IOException e) {
      throw StorageProblem.of(e);
    } finally {
      deciding.unlock();
    }
  }

  private TokenSupply choose() throws IOException {
    Link link = sources.decided(only);
    if (link != null && link.problem() != null) {
      throw link.problem();
    }
    CredentialSource source = link == null ? sources.login() : link.source();
    new BillingWatch(sources.profile(), builder.notices).note(source.billing(), source.name());
    if (source.reach() != Reach.DURABLE) {
      return new SourceSupply(source, sources.name(), TokenClock.of(builder.login.clock()));
    }
    TokenManager login = manager();
    if (sources.login().isPending()) {
      login.adopt(sources.login().pendingGrant());
    }
    unmarked = sources.plainSettings();
    return new LoginSupply(login, sources.login());
  }

  private TokenManager manager() {
    deciding.lock();
    try {
      TokenManager present = manager;
      if (present == null) {
        present = builder.login.build();
        manager = present;
      }
      return present;
    } finally {
      deciding.unlock();
    }
  }

  /** Lets go of the cache, as {@link TokenManager#close()} does. */
  @Override
  public void close() {
    deciding.lock();
    try {
      if (manager != null) {
        manager.close();
      }
      sources.close();
    } finally {
      deciding.unlock();
    }
  }

  /** Collects what credentials need. Not thread-safe. */
  public static final class Builder {
    private static final System.Logger LOG = System.getLogger(Credentials.class.getName());

    private final TokenManager.Builder login;
    private @Nullable String source;
    private @Nullable CredentialSource own;
    private Predicate<String> notices = Builder::log;
    private Consumer<String> loginOutput = line -> LOG.log(System.Logger.Level.INFO, line);

    private Builder(TokenManager.Builder login) {
      this.login = login;
    }

    /**
     * The one source that may be used, by the name that {@link Credentials#explain} shows. By
     * default the stored login of the profile that the program named, else the source that the
     * variable PAWL_SOURCE names, else the stored login of the profile that PAWL_PROFILE names,
     * else the first source that is configured.
     */
    public Builder source(String name) {
      this.source = Objects.requireNonNull(name);
      return this;
    }

    /**
     * A source that the program brings along. It outranks those that are found, unless {@link
     * #source(String)}, a profile or PAWL_SOURCE names another. It is asked by this process alone;
     * a credential of reach PROCESS is kept until it ends or is rejected, others are asked for at
     * each call.
     *
     * @throws IllegalArgumentException if its reach is DURABLE, which is the stored login's
     */
    public Builder source(CredentialSource source) {
      if (source.reach() == Reach.DURABLE) {
        throw new IllegalArgumentException("only the stored login is kept in the durable store");
      }
      this.own = source;
      return this;
    }

    /**
     * Told of what a person should know, which is said once; by default it is logged as a warning.
     * Returns whether somebody was told; else it is said again another time.
     */
    public Builder notices(Predicate<String> listener) {
      this.notices = Objects.requireNonNull(listener);
      return this;
    }

    /**
     * Told, line by line, what a command says that begins a new session at a cloud with a person's
     * help (settings {@code awsAuthRefresh} and {@code gcpAuthRefresh}), whichever process runs it;
     * by default it is logged. Called on a thread of Pawl's own.
     */
    public Builder loginOutput(Consumer<String> listener) {
      this.loginOutput = Objects.requireNonNull(listener);
      return this;
    }

    private static boolean log(String notice) {
      LOG.log(System.Logger.Level.WARNING, notice);
      return true;
    }

    private ManagerSetup setup() {
      CredentialStore store = login.store();
      Vaults vaults = store == null ? Vaults.system() : Vaults.system().and(store);
      return new ManagerSetup(
          login.named(),
          login.stateDirectory(),
          login.files(),
          login.environment(),
          TokenClock.of(login.clock()),
          new CacheWish(
              login.cache(), login.files(), login.environment(), login.expectedProfiles()),
          vaults,
          GivenFleet.of(login.fleetStore(), login.fleetSeal()));
    }

    /** The credentials; nothing is looked at yet. */
    public Credentials build() {
      return new Credentials(this);
    }
  }
}
