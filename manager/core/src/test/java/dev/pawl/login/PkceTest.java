package dev.pawl.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PkceTest {

  @Test
  void challenge_ofTheStandardsExample_isTheStandardsAnswer() {
    Pkce pkce = new Pkce("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

    assertThat(pkce.challenge()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    assertThat(pkce).hasToString("Pkce[redacted]");
  }

  @Test
  void fresh_asked_isOfTheLengthTheStandardWantsAndNeverTheSame() {
    assertThat(Pkce.fresh().verifier()).matches("[A-Za-z0-9_-]{43}");
    assertThat(Pkce.fresh()).isNotEqualTo(Pkce.fresh());
  }
}
