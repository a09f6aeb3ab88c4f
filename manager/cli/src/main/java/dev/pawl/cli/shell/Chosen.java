package dev.pawl.cli.shell;

import dev.pawl.TokenManager;
import dev.pawl.credentials.Credentials;
import dev.pawl.credentials.FastPath;
import dev.pawl.token.CacheMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whichever credential a command is to use.
 *
 * @param shell where the command runs
 * @param profile whose stored login takes part
 * @param named whether an argument names that profile, so that its login alone is meant
 * @param source the only source that may be used, by option; null if none was asked for
 */
public record Chosen(Shell shell, String profile, boolean named, @Nullable String source) {

  /** What {@code argument} and the option {@code source} choose; null for what is not given. */
  public static Chosen of(Shell shell, @Nullable String argument, @Nullable String source) {
    return new Chosen(shell, shell.profile(argument), argument != null, source);
  }

  /** A look at the cache alone, if it is plain that the login is used and it needs no refresh. */
  @Nullable
  public FastPath fastPath() {
    Map<String, String> environment = shell.environment();
    if (source != null) {
      return null;
    }
    return isLoginAlone()
        ? FastPath.ofNamed(environment, profile)
        : FastPath.ofChosen(environment, profile);
  }

  /** Whether a profile was named and no source, so that its stored login alone is meant. */
  public boolean isLoginAlone() {
    return source == null && (named || (isSet("PAWL_PROFILE") && !isSet("PAWL_SOURCE")));
  }

  private boolean isSet(String variable) {
    return !shell.environment().getOrDefault(variable, "").isEmpty();
  }

  /** What a command does with the credentials; returns its exit code. */
  public interface Work {
    int run(Credentials credentials);
  }

  /** Opens the credentials, and closes them when the work is done. */
  public int run(Session.Talk talk, Work work) {
    return Session.guarded(
        shell,
        profile,
        talk,
        () -> {
          try (Credentials credentials = credentials(CacheMode.EXISTING_SLOTS, talk)) {
            return work.run(credentials);
          }
        });
  }

  /** As above, with credentials that stay open. */
  public int run(Session.Talk talk, Credentials opened, Work work) {
    return Session.guarded(shell, profile, talk, () -> work.run(opened));
  }

  /* Whoever calls a command for its output may take anything on standard error for a failure. */
  public Credentials credentials(CacheMode cache, Session.Talk talk) {
    boolean talks = talk == Session.Talk.ALWAYS || shell.saysOnTerminal();
    TokenManager.Builder login =
        TokenManager.builder()
            .environment(shell.environment())
            .settings(shell.settings())
            .cache(cache);
    Credentials.Builder builder = Credentials.builder(named ? login.profile(profile) : login);
    if (source != null) {
      builder.source(source);
    }
    return builder.notices(notice -> told(notice, talks)).loginOutput(shell::sayToPerson).build();
  }

  private boolean told(String notice, boolean talks) {
    if (talks) {
      shell.say(notice);
    }
    return talks;
  }
}
