package dev.pawl.login;

import dev.pawl.spi.Billing;
import dev.pawl.spi.GrantType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a login is made. */
public enum Method {
  /** In the browser, at the issuer that the settings configure as {@code claudeai}. */
  CLAUDEAI(Billing.SUBSCRIPTION),
  /** In the browser; then an API key is made and stored instead of the tokens. */
  CONSOLE(Billing.PER_TOKEN),
  /** In the browser, at any issuer. */
  OAUTH(Billing.UNKNOWN),
  /** In the browser of another device (RFC 8628). */
  DEVICE(Billing.UNKNOWN),
  /** In any browser, and the code is pasted here. */
  PASTE(Billing.UNKNOWN),
  /** With a refresh token that somebody has already. */
  REFRESH_TOKEN(Billing.UNKNOWN),
  /** With an API key that somebody has already. */
  API_KEY(Billing.PER_TOKEN),
  /** Without a person: the client gets tokens for itself (RFC 6749 section 4.4). */
  CLIENT_CREDENTIALS(Billing.UNKNOWN),
  /** Without a person: an assertion is presented, as a service account does (RFC 7523). */
  JWT_BEARER(Billing.UNKNOWN),
  /** Without a person: one token is exchanged for another (RFC 8693). */
  TOKEN_EXCHANGE(Billing.UNKNOWN);

  private final Billing billing;

  Method(Billing billing) {
    this.billing = billing;
  }

  /** How the use of such a login is paid for, unless the settings say otherwise. */
  public Billing billing() {
    return billing;
  }

  /** The word for options, settings and files: {@code refresh-token}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All words, as a sentence lists them. */
  public static String words() {
    return Arrays.stream(values()).map(Method::word).collect(Collectors.joining(", "));
  }

  /**
   * The method that {@link #word} names.
   *
   * @throws IllegalArgumentException if none does; the message lists them
   */
  public static Method parse(String word) {
    return Arrays.stream(values())
        .filter(method -> method.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a method is one of " + words()));
  }

  /** Whether a secret is read from standard input. */
  public boolean isGiven() {
    return this == REFRESH_TOKEN || this == API_KEY;
  }

  /** Whether somebody has to go somewhere. */
  public boolean needsPerson() {
    return !isGiven() && !grantType().isMinted();
  }

  /** How the access tokens of such a login are got. */
  public GrantType grantType() {
    return switch (this) {
      case CLIENT_CREDENTIALS -> GrantType.CLIENT_CREDENTIALS;
      case JWT_BEARER -> GrantType.JWT_BEARER;
      case TOKEN_EXCHANGE -> GrantType.TOKEN_EXCHANGE;
      default -> GrantType.REFRESH_TOKEN;
    };
  }

  /** The client of a login that names none: an assertion, or a token, says itself who asks. */
  String clientId() {
    return this == JWT_BEARER || this == TOKEN_EXCHANGE ? "" : "pawl";
  }

  boolean needsAuthorization() {
    return this == CLAUDEAI || this == CONSOLE || this == OAUTH || this == PASTE;
  }
}
