package dev.pawl.oauth;

import static dev.pawl.oauth.Spends.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.oauth.client.AuthorizationGrant;
import dev.pawl.oauth.client.ClientCredential;
import dev.pawl.settings.ErrorCodes;
import dev.pawl.spi.ClientRegistration;
import dev.pawl.spi.ProofKey;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to a refresh token that is, or should be, presented with a proof (RFC 9449). */
class ProofRefusalTest {
  private static final String REFUSED = "{\"error\":\"%s\"}";
  private static final ProofKey KEY = ProofKey.fresh();

  @ParameterizedTest
  @CsvSource({"400, invalid_dpop_proof", "401, invalid_dpop_proof", "400, use_dpop_nonce"})
  void read_proofIsNotTaken_isNoVerdictOnTheToken(int status, String error) {
    String head = status + " Refused";

    SpendOutcome proven = read(KEY, head, REFUSED.formatted(error));
    SpendOutcome unproven = read(null, head, REFUSED.formatted(error));

    assertThat(proven).isEqualTo(new SpendOutcome.Unproven(error, "", false));
    assertThat(unproven).isEqualTo(new SpendOutcome.Unproven(error, "", false));
  }

  @Test
  void read_nonceIsWanted_isAChallengeToWhoHasAKeyAlone() {
    String head = "400 Bad Request\r\nDPoP-Nonce: n1";

    SpendOutcome proven = read(KEY, head, REFUSED.formatted("use_dpop_nonce"));
    SpendOutcome unproven = read(null, head, REFUSED.formatted("use_dpop_nonce"));

    assertThat(proven).isEqualTo(new SpendOutcome.Unproven("use_dpop_nonce", "", true));
    assertThat(unproven).isEqualTo(new SpendOutcome.Unproven("use_dpop_nonce", "", false));
  }

  @Test
  void read_serverFails_provesNothingWhateverItSaysOfTheProof() {
    SpendOutcome outcome = read(KEY, "500 Failed", REFUSED.formatted("invalid_dpop_proof"));

    assertThat(outcome).isInstanceOf(SpendOutcome.InDoubt.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DPoP", "dpop", "DPOP"})
  void read_tokenIsBound_isGrantedToWhoHasAKeyAlone(String type) {
    SpendOutcome bound = read(KEY, "200 OK", granted(type, ",\"refresh_token\":\"next\""));
    SpendOutcome unbound = read(null, "200 OK", granted(type, ",\"refresh_token\":\"next\""));

    assertThat(bound).isInstanceOf(SpendOutcome.Granted.class);
    assertThat(unbound).isInstanceOf(SpendOutcome.Salvaged.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "", "N_A"})
  void read_tokenIsNotBound_isOfNoUseToWhoHasAKey(String type) {
    SpendOutcome rotated = read(KEY, "200 OK", granted(type, ",\"refresh_token\":\"next\""));
    SpendOutcome kept = read(KEY, "200 OK", granted(type, ""));

    assertThat(rotated).isInstanceOf(SpendOutcome.Salvaged.class);
    assertThat(rotated.newRefresh()).isEqualTo("next");
    assertThat(kept).isInstanceOf(SpendOutcome.Misconfigured.class);
    assertThat(kept.toString()).contains("not bound to the login's key (DPoP)");
  }

  private static String granted(String type, String more) {
    return "{\"access_token\":\"a\",\"token_type\":\"" + type + "\",\"expires_in\":60" + more + "}";
  }

  private static SpendOutcome read(@Nullable ProofKey key, String head, String body) {
    ClientRegistration client = Spends.client(URI.create("https://issuer.example/token"));
    Presentation presented =
        new Presentation(
            client,
            ClientCredential.NONE.prove(client),
            Spends.REFRESH,
            AuthorizationGrant.refresh(Spends.REFRESH),
            false,
            key,
            ErrorCodes.NONE);
    return Spends.read(presented, answer(head, body), true);
  }
}
