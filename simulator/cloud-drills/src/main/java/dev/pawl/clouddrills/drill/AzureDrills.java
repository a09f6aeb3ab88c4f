package dev.pawl.clouddrills.drill;

import dev.pawl.clouddrills.crew.BearerProgram;
import dev.pawl.simulator.cloud.azure.Azure;
import dev.pawl.simulator.cloud.azure.AzureOperations;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Foundry, with an application of Entra ID and with a managed identity. */
final class AzureDrills {
  private static final Duration LIFETIME = Duration.ofMinutes(1);
  private static final int ROUNDS = 12;

  private AzureDrills() {}

  static List<CloudDrill> all() {
    return List.of(
        new CloudDrill(
            38,
            "azure-claims",
            "AADSTS50076 with claims: asked once, all are told to log in with the claims",
            true,
            stage ->
                wanted(
                    stage,
                    "interaction_required",
                    "AADSTS50076",
                    "entra",
                    "--claims-challenge eyJ")),
        new CloudDrill(
            38,
            "azure-login-too-old",
            "AADSTS700082: asked once, all are told to log in",
            true,
            stage -> wanted(stage, "AADSTS700082", "AADSTS700082", "azure", "az login")),
        new CloudDrill(
            39,
            "azure-metadata-busy",
            "the metadata service says 429, 404, 410 while the token is good: it is used on",
            false,
            AzureDrills::busy));
  }

  private static void begin(CloudStage stage) throws IOException {
    stage.user().environment().put("CLAUDE_CODE_USE_FOUNDRY", "1");
    stage.start(BearerProgram.class, "azure", stage.simulator().azure().foundry() + "/v1/messages");
  }

  private static void wanted(
      CloudStage stage, String error, String code, String dialect, String advice)
      throws IOException {
    stage
        .user()
        .environment()
        .putAll(
            Map.of(
                "AZURE_AUTHORITY_HOST", stage.simulator().azure().authorityHost().toString(),
                "AZURE_TENANT_ID", Azure.TENANT,
                "AZURE_CLIENT_ID", Azure.APPLICATION,
                "AZURE_CLIENT_SECRET", Azure.APPLICATION_SECRET));
    stage
        .simulator()
        .faults()
        .add("entra.client_credentials#1: BEFORE_COMMIT error=" + error + " dialect=" + dialect);
    begin(stage);
    stage.refuseAll("at first", "LOG_IN", code, advice);
    stage.refuseAll("again", "LOG_IN", code, advice);
    stage.requireAsked(AzureOperations.CLIENT_CREDENTIALS, 1, "in all");
  }

  private static void busy(CloudStage stage) throws IOException {
    stage
        .user()
        .environment()
        .put("AZURE_POD_IDENTITY_AUTHORITY_HOST", stage.simulator().azure().instance().toString());
    stage.simulator().azure().identityLifetime(LIFETIME);
    begin(stage);
    stage.callAll("at first");
    int before = stage.user().asked(AzureOperations.IMDS_TOKEN);
    stage.simulator().faults().add("azure-imds.token#1: BEFORE_COMMIT 429");
    stage.simulator().faults().add("azure-imds.token#2: BEFORE_COMMIT 404");
    stage.simulator().faults().add("azure-imds.token#3: BEFORE_COMMIT 410");
    for (int round = 0; round < ROUNDS; round++) {
      stage.pause(LIFETIME.dividedBy(ROUNDS));
      stage.callAll("while it is busy");
    }
    stage.requireAsked(AzureOperations.IMDS_TOKEN, before + 4, before + 8, "in all");
  }
}
