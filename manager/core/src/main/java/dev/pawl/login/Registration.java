package dev.pawl.login;

import dev.pawl.policy.LoginPolicy;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.settings.Settings;
import dev.pawl.settings.SettingsException;
import dev.pawl.spi.Account;
import dev.pawl.spi.Billing;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.Grant;
import dev.pawl.spi.GrantedScope;
import dev.pawl.spi.LastLogin;
import dev.pawl.spi.LoginEnd;
import dev.pawl.spi.ProofKey;
import dev.pawl.spi.TokenSet;
import dev.pawl.token.TokenException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Against whom a login is made, and as what.
 *
 * @param method how
 * @param client to whom the grant will be bound
 * @param endpoints where
 * @param billing how its use is paid for
 * @param keyKind what kind of API key is to be made; empty for the issuer's default
 * @param key that the tokens are to be bound to (RFC 9449); null for none
 * @param given the addresses and parameters that were given and not discovered, to be kept for the
 *     next login
 */
public record Registration(
    Method method,
    ClientRegistration client,
    Endpoints endpoints,
    Billing billing,
    String keyKind,
    @Nullable ProofKey key,
    Map<String, String> given) {

  /**
   * Checks that the machine permits such a login to be started; whose login it is, only the stored
   * one can tell.
   *
   * @throws LoginException FIX_CONFIGURATION, with what forbids it
   * @throws SettingsException if the settings cannot be read or understood
   */
  public void requirePermitted(Map<String, String> environment, Settings settings)
      throws LoginException, SettingsException {
    requirePermitted(method, environment, settings);
  }

  /**
   * As above, before anybody is asked against whom.
   *
   * @throws LoginException FIX_CONFIGURATION, with what forbids it
   * @throws SettingsException if the settings cannot be read or understood
   */
  public static void requirePermitted(
      Method method, Map<String, String> environment, Settings settings)
      throws LoginException, SettingsException {
    TokenException refusal = LoginPolicy.refusalToStart(environment, settings);
    if (refusal != null && method.needsPerson()) {
      throw LoginException.fix(String.valueOf(refusal.getMessage()));
    }
    String forced = LoginPolicy.of(settings).method();
    if (forced != null && !forced.equals(method.word())) {
      throw LoginException.fix(
          settings.managed()
              + ": "
              + LoginPolicy.METHOD
              + " permits logins by "
              + forced
              + " only, not by "
              + method.word());
    }
  }

  /**
   * What the errors of the issuer mean: what {@code settings} say for {@code profile}, else what is
   * known of that issuer.
   *
   * @throws SettingsException if the settings cannot be read or understood
   */
  public ErrorCodes errors(Settings settings, String profile) throws SettingsException {
    return settings
        .profile(profile)
        .errors()
        .with(settings.errorsOfIssuers(), client)
        .over(ErrorCodes.keptBy(given));
  }

  /** What the issuer wants of a login besides the parameters of the protocol. */
  Map<String, String> parameters() {
    return LastLogin.parameters(given);
  }

  /**
   * The grant to be stored for {@code tokens}.
   *
   * @param told the other fields of the token answer: some issuers say there whose it is, and when
   *     it ends
   */
  public Grant grant(TokenSet tokens, Map<String, @Nullable Object> told) {
    Account account = new Account(method.word(), "", "", "", billing).toldBy(told);
    Grant login = LastLogin.on(account.on(Grant.login(client, tokens)), given);
    Grant bound = key == null ? login : key.on(login);
    return GrantedScope.told(LoginEnd.told(bound, told, tokens.issuedAt()), told);
  }
}
