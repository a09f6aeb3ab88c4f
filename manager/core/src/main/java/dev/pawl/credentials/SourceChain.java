package dev.pawl.credentials;

import dev.pawl.cloud.source.CloudSource;
import dev.pawl.policy.LoginPolicy;
import dev.pawl.spi.CredentialSource;
import dev.pawl.token.TokenException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a process, the one that wins first, and which of them is used: the first that is
 * configured, or the one that was asked for. A source that is configured but broken is used all the
 * same, and gives an error: never is another identity used in its place.
 *
 * @param sources in the order of a policy, clouds first
 * @param policy what the machine's administrator permits
 */
record SourceChain(List<CredentialSource> sources, LoginPolicy policy) {
  /** What was found of a source. */
  enum State {
    /** It is used. */
    CHOSEN,
    /** It would be used, but it is broken or not permitted. */
    BROKEN,
    /** It is configured, but another one outranks it. */
    SHADOWED,
    /** It is there, but empty, which counts as absent. */
    EMPTY,
    /** It is not configured. */
    ABSENT
  }

  /**
   * A source as it was found.
   *
   * @param source which one
   * @param state what was found
   * @param why for people; empty if there is nothing to be said
   * @param problem why it gives nothing; null unless it is broken
   */
  record Link(CredentialSource source, State state, String why, @Nullable TokenException problem) {
    boolean decides() {
      return state == State.CHOSEN || state == State.BROKEN;
    }
  }

  /** Whether {@code source} is the one that people call {@code name}. */
  static boolean isNamed(CredentialSource source, String name) {
    return source.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Every source as it is found; at most one of them decides.
   *
   * @param only the source that may be used; null if all may
   */
  List<Link> evaluate(@Nullable OnlySource only) {
    List<Link> links = new ArrayList<>();
    CredentialSource winner = null;
    for (CredentialSource source : sources) {
      boolean mayWin = winner == null && (only == null || isNamed(source, only.name()));
      Link link = mayWin ? candidate(source, only != null) : outranked(source, winner, only);
      winner = link.decides() ? source : winner;
      links.add(link);
    }
    return links;
  }

  private Link candidate(CredentialSource source, boolean asked) {
    try {
      if (source.isConfigured()) {
        TokenException refusal = refusal(source);
        return refusal == null
            ? new Link(source, State.CHOSEN, "", null)
            : new Link(source, State.BROKEN, String.valueOf(refusal.getMessage()), refusal);
      }
    } catch (IOException e) {
      return broken(source, String.valueOf(e.getMessage()), e);
    }
    if (asked) {
      return source.name().equals(Precedence.LOGIN)
          ? new Link(source, State.CHOSEN, "nobody is logged in", null)
          : broken(
              source, "source " + source.name() + " was asked for, but is not configured", null);
    }
    return absent(source);
  }

  private @Nullable TokenException refusal(CredentialSource source) {
    boolean tellsItsAccount = source.name().equals(Precedence.LOGIN);
    return tellsItsAccount || isCloud(source) ? null : policy.refusalOf(source.name());
  }

  /* Nobody's account at the issuer, so that no rule on accounts is about it. */
  private static boolean isCloud(CredentialSource source) {
    return source instanceof SharedOnUse shared && shared.source() instanceof CloudSource;
  }

  private static Link broken(CredentialSource source, String why, @Nullable IOException cause) {
    return new Link(source, State.BROKEN, why, TokenException.fixConfiguration(why, cause));
  }

  private static Link outranked(
      CredentialSource source, @Nullable CredentialSource winner, @Nullable OnlySource only) {
    String by =
        only != null ? only.because() : winner == null ? "" : winner.name() + " outranks it";
    try {
      return source.isConfigured() ? new Link(source, State.SHADOWED, by, null) : absent(source);
    } catch (IOException e) {
      return new Link(source, State.SHADOWED, by + "; broken: " + e.getMessage(), null);
    }
  }

  private static Link absent(CredentialSource source) {
    return source.isEmpty()
        ? new Link(source, State.EMPTY, "empty, which counts as not set", null)
        : new Link(source, State.ABSENT, "", null);
  }
}
