package dev.pawl.azure;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.clock.TokenClock;
import dev.pawl.cloud.CloudContext;
import dev.pawl.cloud.CloudException;
import dev.pawl.cloud.CloudPlatform;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AzureSessionTest {

  /* azure-identity reads those of the process, and would find another identity by them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AZURE_CLIENT_ID",
        "IDENTITY_ENDPOINT",
        "IMDS_ENDPOINT",
        "MSAL_FORCE_REGION",
        "MSI_ENDPOINT"
      })
  void resolve_variableThatTheProcessHasNot_isRefused(String variable) {
    AzureSession session =
        new AzureSession(
            new CloudContext(
                CloudPlatform.FOUNDRY,
                Map.of(variable, "other"),
                TokenClock.system(),
                name -> () -> {}));

    assertThatThrownBy(session::resolve)
        .isInstanceOf(CloudException.class)
        .hasMessageContaining(variable + " differs from that of this process");
  }
}
