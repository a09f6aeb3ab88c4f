package dev.pawl.cloud.source;

import dev.pawl.clock.TokenClock;
import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudEngine;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudException.Kind;
import dev.pawl.cloud.CloudPlatform;
import dev.pawl.cloud.CloudSession;
import dev.pawl.cloud.CloudVendor;
import dev.pawl.cloud.command.AuthRefresh;
import dev.pawl.cloud.command.CloudCommand;
import dev.pawl.cloud.command.CloudCommands;
import dev.pawl.cloud.command.CredentialExport;
import dev.pawl.file.FileIdentity;
import dev.pawl.settings.Settings;
import dev.pawl.settings.VendorVariables;
import dev.pawl.source.SecretText;
import dev.pawl.source.ShareableSource;
import dev.pawl.source.SourceException;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of one place in a cloud, which a variable chooses: nobody else's are used then.
 * What the environment holds whole belongs to the process; what the vendor's library finds is
 * shared by all processes of the user. Thread-safe.
 */
public final class CloudSource implements ShareableSource {
  private static final Duration MARGIN = Duration.ofMinutes(5);
  private static final String RESOURCE = "ANTHROPIC_FOUNDRY_RESOURCE";
  private static final String BASE_URL = "ANTHROPIC_FOUNDRY_BASE_URL";
  private static final String CHAIN_LIMIT = "CLAUDE_CODE_AWS_CHAIN_RESOLVE_TIMEOUT_MS";
  private static final long LONGEST_CHAIN_MILLIS = Duration.ofMinutes(10).toMillis();
  private static final Duration CHAIN = Duration.ofMinutes(1);

  private final CloudPlatform platform;
  private final Map<String, String> environment;
  private final Settings settings;
  private final TokenClock clock;
  private final StateSupplier state;
  private final CloudKey key;
  private final CloudLogins logins;
  private volatile @Nullable CloudCommands last;

  /**
   * The source of {@code platform}.
   *
   * @param listener told, line by line, what a command says that a person is to see
   */
  public CloudSource(
      CloudPlatform platform,
      Map<String, String> environment,
      Settings settings,
      TokenClock clock,
      StateSupplier state,
      Consumer<String> listener) {
    this.platform = platform;
    this.environment = Map.copyOf(environment);
    this.settings = settings;
    this.clock = clock;
    this.state = state;
    this.key = new CloudKey(platform, this.environment);
    this.logins = new CloudLogins(key, this.environment, clock, state, listener);
  }

  /** Where its models are served. */
  public CloudPlatform platform() {
    return platform;
  }

  @Override
  public String name() {
    return platform.variable();
  }

  @Override
  public String origin() {
    CloudPlatform.Fixed fixed = fixed();
    return "variable " + (fixed == null ? name() : fixed.variable() + ", chosen by " + name());
  }

  @Override
  public Billing billing() {
    return platform.billing();
  }

  @Override
  public Reach reach() {
    return fixed() == null ? Reach.MACHINE : Reach.PROCESS;
  }

  @Override
  public boolean isEmpty() {
    return "".equals(environment.get(name()));
  }

  @Override
  public boolean isConfigured() throws SourceException {
    return isOn(name());
  }

  private boolean isOn(String variable) throws SourceException {
    Boolean on = VendorVariables.isOn(environment, variable);
    if (on == null) {
      throw new SourceException(variable, "is neither on (1, true) nor off (0, false)");
    }
    return on;
  }

  /** The variable that holds a whole credential; null if the vendor's library is asked. */
  public CloudPlatform.@Nullable Fixed fixed() {
    for (CloudPlatform.Fixed one : platform.fixed()) {
      if (!environment.getOrDefault(one.variable(), "").isEmpty()) {
        return one;
      }
    }
    return null;
  }

  /**
   * What is wrong with where its models are said to be served, though the credentials are found
   * without; null if nothing is. Foundry's clients want one of two variables
   * (code.claude.com/docs/en/env-vars).
   */
  public @Nullable String whereabouts() {
    if (platform != CloudPlatform.FOUNDRY) {
      return null;
    }
    boolean resource = !environment.getOrDefault(RESOURCE, "").isEmpty();
    boolean address = !environment.getOrDefault(BASE_URL, "").isEmpty();
    if (resource == address) {
      return (resource ? "both " : "neither ")
          + RESOURCE
          + (resource ? " and " : " nor ")
          + BASE_URL
          + (resource ? " are set; unset one" : " is set: clients cannot tell where Foundry is");
    }
    return null;
  }

  /** How its credentials are presented. */
  public Credential.Kind kind() {
    CloudPlatform.Fixed fixed = fixed();
    if (fixed != null) {
      return fixed.kind();
    }
    return platform.vendor() == CloudVendor.AWS ? Credential.Kind.AWS_KEYS : Credential.Kind.BEARER;
  }

  /**
   * What is known of whose they are; asks nobody. Whose a command prints, only its output tells.
   */
  public CloudSession.Identity identity() throws IOException {
    if (fixed() != null) {
      return CloudSession.Identity.UNKNOWN;
    }
    CloudSession.Identity found = session().identity();
    return commands().export() == null ? found : new CloudSession.Identity("", found.region());
  }

  @Override
  public Terms terms() throws IOException {
    requireWanted();
    CloudCommands commands = findable();
    Duration longest =
        commands.export() == null ? chainLimit() : CredentialExport.LIMIT.plus(CHAIN);
    return new Terms(
        key.value(),
        kind(),
        CloudFastPath.WITHOUT_END,
        MARGIN,
        commands.refresh() == null ? longest : longest.plus(AuthRefresh.LIMIT),
        key.files(settings));
  }

  /* What is wrong with this process alone is told before it could be taken for everybody's. */
  private CloudCommands findable() throws IOException {
    for (String running : List.of(AuthRefresh.RUNNING, CredentialExport.RUNNING)) {
      if (environment.containsKey(running)) {
        throw new CloudException(
            Kind.MISCONFIGURED,
            "a command of the settings asks for the credentials that it is to renew or to print;"
                + " let it use others",
            null);
      }
    }
    CloudCommands commands = commands();
    if (commands.export() == null) {
      CloudEngine unused = CloudEngines.of(platform);
    }
    return commands;
  }

  /* That of Foundry is ignored beside a token or a key (code.claude.com/docs/en/env-vars). */
  private void requireWanted() throws SourceException {
    boolean ignored = platform == CloudPlatform.FOUNDRY && fixed() != null;
    if (!ignored && isOn(platform.skipVariable())) {
      throw new SourceException(
          platform.skipVariable(),
          "is on, so a gateway adds the credentials of "
              + platform.title()
              + " and there are none here; unset it to have Pawl find them");
    }
  }

  private CloudCommands commands() throws IOException {
    List<FileIdentity> identities = FileIdentity.ofAll(settings.files());
    CloudCommands known = last;
    if (known == null || !known.identities().equals(identities)) {
      known = CloudCommands.of(platform, settings, identities, environment);
      last = known;
    }
    return known;
  }

  @Override
  public Credential mint(@Nullable Fingerprint rejected) throws IOException {
    return answer(rejected, "", List.of()).credential();
  }

  /** A login that a person makes on the way may write the files anew. */
  @Override
  public Answer answer(@Nullable Fingerprint rejected, String claims, List<FileIdentity> files)
      throws IOException {
    AtomicReference<List<FileIdentity>> from = new AtomicReference<>(files);
    Credential found = find(rejected, claims, refresh -> login(refresh, from));
    return new Answer(found, from.get());
  }

  /** Bothers nobody: what there is has not ended. */
  @Override
  public Credential mintAhead() throws IOException {
    return find(null, "", refresh -> null);
  }

  /** How a person is asked; null if nobody is to be. */
  private interface Asking {
    CloudAnswer.@Nullable Login by(CloudCommand refresh) throws IOException;
  }

  private Credential find(@Nullable Fingerprint rejected, String claims, Asking asking)
      throws IOException {
    requireWanted();
    CloudPlatform.Fixed fixed = fixed();
    if (fixed != null) {
      return given(fixed, rejected);
    }
    CloudCommands commands = findable();
    CloudCommand export = commands.export();
    CloudCommand refresh = commands.refresh();
    CloudAnswer answer =
        new CloudAnswer(
            context(),
            export != null && refresh == null ? null : session(),
            export == null ? null : new CredentialExport(export, environment),
            refresh == null ? null : asking.by(refresh));
    try {
      return answer.find(rejected, claims);
    } catch (CloudException e) {
      if (e.kind() == Kind.SESSION_ENDED) {
        logins.note(e);
      }
      throw e;
    }
  }

  private Credential given(CloudPlatform.Fixed fixed, @Nullable Fingerprint rejected)
      throws SourceException {
    String value = environment.getOrDefault(fixed.variable(), "");
    Credential credential =
        new Credential(fixed.kind(), SecretText.check(value, fixed.variable()), Long.MAX_VALUE);
    if (credential.fingerprint().equals(rejected)) {
      throw new SourceException(
          fixed.variable(),
          "was rejected by the server; no other credential is tried in its place: correct or unset"
              + " it and start again");
    }
    return credential;
  }

  private CloudSession session() throws IOException {
    CloudContext context = context();
    return new LoadedSession(CloudEngines.of(platform), context, chainLimit());
  }

  private Duration chainLimit() throws SourceException {
    String text = environment.getOrDefault(CHAIN_LIMIT, "").strip();
    if (text.isEmpty() || platform.vendor() != CloudVendor.AWS) {
      return CHAIN;
    }
    try {
      long millis = Long.parseLong(text);
      if (millis > 0 && millis <= LONGEST_CHAIN_MILLIS) {
        return Duration.ofMillis(millis);
      }
    } catch (NumberFormatException e) {
      throw new SourceException(CHAIN_LIMIT, "is no number of milliseconds");
    }
    throw new SourceException(
        CHAIN_LIMIT, "is no number of milliseconds from 1 to " + LONGEST_CHAIN_MILLIS);
  }

  private CloudContext context() {
    return new CloudContext(platform, environment, clock, name -> gates().enter(name));
  }

  private MachineGates gates() throws CloudException {
    try {
      return new MachineGates(state.get(), clock);
    } catch (IOException e) {
      throw new CloudException(Kind.MISCONFIGURED, String.valueOf(e.getMessage()), e);
    }
  }

  private CloudAnswer.Login login(CloudCommand command, AtomicReference<List<FileIdentity>> from)
      throws IOException {
    CloudAnswer.Login login = logins.by(command, context());
    return wanted -> {
      login.run(wanted);
      from.set(FileIdentity.ofAll(key.files(settings)));
    };
  }

  @Override
  public String loginAdvice() {
    return logins.advice();
  }

  @Override
  public long lastLogin() {
    return key.lastLogin();
  }

  /** Whoever waits sees what the command says that all wait for, whichever process runs it. */
  @Override
  public Waiting waiting() {
    try {
      CloudCommand refresh = commands().refresh();
      return refresh == null ? () -> {} : logins.waiting(refresh);
    } catch (IOException e) {
      return () -> {}; // whoever asks the source meets it too, and says what it is
    }
  }
}
