package dev.pawl.simulator.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What an RFC has a server refuse and some vendor's server takes. Without one of these the
 * simulator refuses it.
 */
public enum Leniency {
  /** Secrets in the query of a token or revocation request (RFC 6749, sections 2.3.1 and 3.2). */
  SECRETS_IN_QUERY,
  /** A JSON body where a form is due (RFC 6749, section 4.1.3). Anthropic's server takes one. */
  JSON_BODY,
  /** Two ways of client authentication in one request (RFC 6749, section 2.3). */
  TWO_AUTHENTICATIONS,
  /** A code verifier of other than 43 to 128 unreserved characters (RFC 7636, section 4.1). */
  ODD_VERIFIER,
  /** A body of more than 64 KiB. */
  LARGE_BODY;

  /** Returns its name as a command line has it, such as {@code json-body}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the leniency of that name. */
  public static Optional<Leniency> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
