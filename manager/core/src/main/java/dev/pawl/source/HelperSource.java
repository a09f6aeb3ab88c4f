package dev.pawl.source;

import dev.pawl.clock.TokenClock;
import dev.pawl.file.FileIdentity;
import dev.pawl.process.Ascii;
import dev.pawl.process.ChildException;
import dev.pawl.process.ChildProcess;
import dev.pawl.process.ChildResult;
import dev.pawl.process.Follower;
import dev.pawl.process.Redaction;
import dev.pawl.settings.Settings;
import dev.pawl.spi.Billing;
import dev.pawl.spi.Credential;
import dev.pawl.spi.Fingerprint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command of the setting {@code apiKeyHelper}: run by the system's shell, it prints a key. The
 * user's or the machine's settings name it, never a project's.
 *
 * <p>Each {@link #mint} runs it once, with the whole environment; sharing what it prints is the
 * business of whoever asks. Thread-safe.
 */
public final class HelperSource implements ShareableSource {
  private static final Logger LOG = System.getLogger(HelperSource.class.getName());
  private static final int LONGEST_KEY = 16_384;
  private static final String RUNNING = "PAWL_HELPER_RUNNING";

  private final Settings settings;
  private final Map<String, String> environment;
  private final TokenClock clock;
  private volatile @Nullable Read last;

  /** What the settings said when their files were as {@code identities} tell. */
  private record Read(List<FileIdentity> identities, @Nullable HelperCommand command) {}

  /**
   * The helper of {@code settings}.
   *
   * @param environment given to it in full; also where its TTL is looked up
   */
  public HelperSource(Settings settings, Map<String, String> environment, TokenClock clock) {
    this.settings = settings;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  @Override
  public String name() {
    return HelperCommand.NAME;
  }

  @Override
  public Reach reach() {
    return Reach.MACHINE;
  }

  /** The field and its file; the field alone if it is not configured or not understood. */
  @Override
  public String origin() {
    try {
      HelperCommand command = command();
      return command == null ? name() : command.origin();
    } catch (IOException e) {
      return name();
    }
  }

  /** What it prints is an API key. */
  @Override
  public Billing billing() {
    return Billing.PER_TOKEN;
  }

  @Override
  public boolean isConfigured() throws IOException {
    return command() != null;
  }

  @Override
  public Terms terms() throws IOException {
    return configured().terms();
  }

  /**
   * Runs the command.
   *
   * @throws HelperException if it fails, takes too long or prints anything but one key
   */
  @Override
  public Credential mint(@Nullable Fingerprint rejected) throws IOException {
    HelperCommand command = configured();
    if (environment.containsKey(RUNNING)) {
      throw new HelperException(
          command.origin() + " calls pawl, which would call it again; let one of them go", null);
    }
    command.requireTrusted(environment);
    ChildResult result = run(command);
    String key = withoutEnd(result.text());
    complain(command, result, key);
    return new Credential(command.terms().kind(), key, Long.MAX_VALUE);
  }

  private ChildResult run(HelperCommand command) throws HelperException {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put(RUNNING, "1");
    try {
      return ChildProcess.shell(command.line())
          .environment(variables)
          .timeout(command.terms().longest())
          .outputLimit(LONGEST_KEY + 2)
          .follower(new SlowNotice(command))
          .clock(clock)
          .run();
    } catch (ChildException e) {
      throw failed(command, what(command, e), e.errors(), "");
    }
  }

  private static String what(HelperCommand command, ChildException e) {
    return switch (e.reason()) {
      case NOT_STARTED -> "could not be started";
      case TIMEOUT ->
          "was killed after "
              + command.terms().longest().toSeconds()
              + " s; helper.timeout sets another limit";
      case TOO_LONG -> "printed more than one key of 16,384 characters";
      case INTERRUPTED -> "was killed because this process is ending";
    };
  }

  private void complain(HelperCommand command, ChildResult result, String key)
      throws HelperException {
    String errors = result.errors();
    if (!result.isGood()) {
      throw failed(command, "failed with " + result.ending(), errors, key);
    }
    if (key.isEmpty()) {
      throw failed(command, "printed nothing", errors, key);
    }
    if (!isKey(key)) {
      throw failed(
          command,
          "printed something else than one line of at most 16,384 printable ASCII characters",
          errors,
          key);
    }
    if (!errors.isEmpty() && !command.chatty()) {
      throw failed(
          command,
          "wrote to standard error, which counts as a failure (set helper.stderr to \"warn\" if"
              + " it is none)",
          errors,
          key);
    }
    if (!errors.isEmpty()) {
      LOG.log(Level.WARNING, command.origin() + " wrote to standard error: " + hide(errors, key));
    }
  }

  /* A second line stays in it, and so does a space: neither is part of a key. */
  private static String withoutEnd(String text) {
    int end = text.endsWith("\n") ? text.length() - 1 : text.length();
    return text.substring(0, end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end);
  }

  private static boolean isKey(String key) {
    return key.length() <= LONGEST_KEY && Ascii.isVisible(key);
  }

  private HelperException failed(HelperCommand command, String what, String errors, String key) {
    String said = errors.isEmpty() ? "" : "; it said: " + hide(errors, key);
    return new HelperException(command.origin() + " " + what + said, null);
  }

  /* Not only the whole of what it printed: what failed may have printed a key and more. */
  private String hide(String errors, String key) {
    List<String> secrets = new ArrayList<>();
    secrets.add(key);
    secrets.addAll(List.of(key.split("\\s+", -1)));
    environment.forEach(
        (name, value) -> {
          if (name.matches(".*(KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL).*")) {
            secrets.add(value);
          }
        });
    return Redaction.of(errors, secrets);
  }

  private HelperCommand configured() throws IOException {
    HelperCommand command = command();
    if (command == null) {
      throw new HelperException("no " + HelperCommand.NAME + " is set", null);
    }
    return command;
  }

  private @Nullable HelperCommand command() throws IOException {
    List<FileIdentity> identities = FileIdentity.ofAll(settings.files());
    Read known = last;
    if (known == null || !known.identities.equals(identities)) {
      known = new Read(identities, HelperCommand.of(settings, environment));
      last = known;
    }
    return known.command;
  }

  /** Says that a helper takes long. */
  private record SlowNotice(HelperCommand command) implements Follower {
    @Override
    public void stillRunning(Duration soFar) {
      LOG.log(Level.WARNING, "{0} has been running for {1} s", command.origin(), soFar.toSeconds());
    }
  }
}
