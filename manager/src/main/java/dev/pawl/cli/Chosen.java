package dev.pawl.cli;

import dev.pawl.CacheMode;
import dev.pawl.Credentials;
import dev.pawl.TokenManager;
import org.jspecify.annotations.Nullable;

/**
 * Whichever credential a command is to use.
 *
 * @param shell where the command runs
 * @param profile whose stored login takes part
 * @param source the only source that may be used; null if the order decides
 */
record Chosen(Shell shell, String profile, @Nullable String source) {

  /** What a command does with the credentials; returns its exit code. */
  interface Work {
    int run(Credentials credentials);
  }

  /** Opens the credentials, and closes them when the work is done. */
  int run(Session.Talk talk, Work work) {
    return Session.guarded(
        shell,
        profile,
        talk,
        () -> {
          try (Credentials credentials = credentials(CacheMode.ATTACHED, talk)) {
            return work.run(credentials);
          }
        });
  }

  /** As above, with credentials that stay open. */
  int run(Session.Talk talk, Credentials opened, Work work) {
    return Session.guarded(shell, profile, talk, () -> work.run(opened));
  }

  /* Whoever calls a command for its output may take anything on standard error for a failure. */
  Credentials credentials(CacheMode cache, Session.Talk talk) {
    boolean talks = talk == Session.Talk.ALWAYS || shell.saysOnTerminal();
    Credentials.Builder builder =
        Credentials.builder(
            TokenManager.builder()
                .profile(profile)
                .environment(shell.environment())
                .settings(shell.settings())
                .cache(cache));
    if (source != null) {
      builder.source(source);
    }
    return builder.notices(notice -> told(notice, talks)).build();
  }

  private boolean told(String notice, boolean talks) {
    if (talks) {
      shell.say(notice);
    }
    return talks;
  }
}
