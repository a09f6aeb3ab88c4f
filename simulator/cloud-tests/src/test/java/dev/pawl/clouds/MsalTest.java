package dev.pawl.clouds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.MsalException;
import com.microsoft.aad.msal4j.MsalInteractionRequiredException;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.MsalThrottlingException;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.RefreshTokenParameters;
import dev.pawl.clouddrills.crew.CloudUser;
import dev.pawl.simulator.Simulator;
import dev.pawl.simulator.cloud.azure.Azure;
import dev.pawl.simulator.cloud.azure.AzureOperations;
import dev.pawl.simulator.core.IssuedGrant;
import dev.pawl.simulator.core.SimulatedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MSAL for Java, without Pawl, finds at the simulator what it knows of Entra ID. */
final class MsalTest {
  private static final Set<String> SCOPES = Set.of("https://cognitiveservices.azure.com/.default");

  /* One for all: with TLS a start takes seconds. */
  private static final Simulator simulator = Simulator.builder().clouds().tls().start();

  private IssuedGrant login;
  private SSLContext trust;
  private PublicClientApplication application;

  @AfterAll
  static void close() {
    simulator.close();
  }

  @BeforeEach
  void trustTheSimulator() throws Exception {
    simulator.reset();
    login = simulator.azure().newLogin("alice");
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(CloudUser.trustStore(simulator));
    trust = SSLContext.getInstance("TLS");
    trust.init(null, managers.getTrustManagers(), null);
    application =
        PublicClientApplication.builder(Azure.CLIENT)
            .authority(simulator.azure().authorityHost() + "/" + Azure.TENANT + "/")
            .instanceDiscovery(false)
            .sslSocketFactory(trust.getSocketFactory())
            .build();
  }

  @Test
  void acquireToken_withARefreshToken_isGoodAtFoundryUntilItIsRevoked() throws Exception {
    IAuthenticationResult result = acquire();
    int before = foundry(result.accessToken());
    simulator.azure().server().revokeAccessTokens(login.family());
    int after = foundry(result.accessToken());

    assertThat(before).isEqualTo(200);
    assertThat(after).isEqualTo(401);
    assertThat(result.account().username()).isEqualTo("alice@pawl.example");
  }

  @Test
  void acquireToken_sessionRevoked_wantsAPerson() {
    simulator.azure().server().revokeFamily(login.family());

    MsalInteractionRequiredException problem = refusal(MsalInteractionRequiredException.class);

    assertThat(problem).hasMessageContaining("AADSTS50173");
  }

  @Test
  void acquireToken_moreIsWantedOfThePerson_isToldTheClaims() {
    simulator
        .faults()
        .add("entra.refresh#1: BEFORE_COMMIT error=interaction_required dialect=entra");

    MsalServiceException problem = refusal(MsalServiceException.class);

    assertThat(problem.claims()).contains("polids");
  }

  @Test
  void acquireToken_throttled_asksNoMoreForAsLongAsItWasTold() {
    simulator.faults().add("entra.refresh#1: BEFORE_COMMIT 429 retry-after=30");
    String scope = "https://throttled.example/.default"; // what MSAL remembers is for the whole JVM
    refusal(MsalServiceException.class, scope);

    refusal(MsalThrottlingException.class, scope);

    simulator.ledger().entries().of(AzureOperations.REFRESH).areExactly(1);
  }

  @Test
  void acquireToken_serverErrorOnce_isAskedAgainByTheLibrary() throws Exception {
    simulator.faults().add("entra.refresh#1: AFTER_COMMIT 503");

    assertThat(acquire().accessToken()).isNotEmpty();

    simulator.ledger().entries().of(AzureOperations.REFRESH).areExactly(2);
  }

  @Test
  void acquireToken_providerIsDown_isToldItAfterTwoRequests() {
    simulator.faults().add("entra.refresh#1-: BEFORE_COMMIT 503");

    refusal(MsalServiceException.class, "https://down.example/.default");

    simulator.ledger().entries().of(AzureOperations.REFRESH).areExactly(2);
  }

  @Test
  void acquireToken_machineIsAhead_goesByTheLifetimeItIsTold() throws Exception {
    simulator.clock().skew(AzureOperations.ENTRA, Duration.ofHours(-3));

    IAuthenticationResult result = acquire();

    assertThat(result.expiresOnDate()).isInTheFuture();
  }

  @Test
  void acquireToken_tokenEndsInABurst_isGotAnewAndNoCallIsLost() throws Exception {
    SimulatedServer server = simulator.azure().server();
    server.terms(server.terms().accessTtl(Duration.ofSeconds(2)));
    String token = acquire().accessToken();
    Instant end = Instant.now().plusSeconds(3);

    List<Integer> answers = new ArrayList<>();
    while (Instant.now().isBefore(end)) {
      int answer = foundry(token);
      if (answer == 401) {
        token = acquire().accessToken();
        answer = foundry(token);
      }
      answers.add(answer);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)); // each call takes a port of its own
    }

    assertThat(answers).containsOnly(200);
    assertThat(simulator.ledger().entries().of(AzureOperations.REFRESH).count())
        .isGreaterThanOrEqualTo(2);
  }

  private IAuthenticationResult acquire(String... scopes) throws Exception {
    return application
        .acquireToken(
            RefreshTokenParameters.builder(
                    scopes.length == 0 ? SCOPES : Set.of(scopes), login.refreshToken())
                .build())
        .get();
  }

  private <T extends MsalException> T refusal(Class<T> type, String... scopes) {
    ExecutionException thrown =
        catchThrowableOfType(ExecutionException.class, () -> acquire(scopes));
    assertThat(thrown).hasCauseInstanceOf(type);
    return Objects.requireNonNull(type.cast(thrown.getCause()));
  }

  private int foundry(String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(simulator.azure().foundry() + "/v1/messages"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    HttpResponse<String> answer =
        HttpClient.newBuilder().sslContext(trust).build().send(request, BodyHandlers.ofString());
    return answer.statusCode();
  }
}
