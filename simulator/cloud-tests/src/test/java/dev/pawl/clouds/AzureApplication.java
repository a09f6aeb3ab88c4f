package dev.pawl.clouds;

import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.cloud.azure.Azure;
import dev.pawl.simulator.cloud.azure.AzureOperations;
import java.io.IOException;
import java.util.Map;

/** An application of Entra ID that logs itself in. Its library takes nothing but TLS. */
final class AzureApplication {
  private AzureApplication() {}

  /** A user whose variables are those of the application, with a simulator of their own. */
  static CloudUser user() throws IOException {
    CloudUser user = new CloudUser(Simulator.builder().clouds().tls().start());
    user.trustSimulator();
    user.environment()
        .putAll(
            Map.of(
                "CLAUDE_CODE_USE_FOUNDRY", "1",
                "AZURE_AUTHORITY_HOST", user.simulator().azure().authorityHost().toString(),
                "AZURE_TENANT_ID", Azure.TENANT,
                "AZURE_CLIENT_ID", Azure.APPLICATION,
                "AZURE_CLIENT_SECRET", Azure.APPLICATION_SECRET));
    return user;
  }

  /** The family of the tokens that it got from {@code simulator}. */
  static String family(Simulator simulator) {
    return simulator
        .ledger()
        .entries()
        .of(AzureOperations.CLIENT_CREDENTIALS)
        .list()
        .get(0)
        .family();
  }
}
