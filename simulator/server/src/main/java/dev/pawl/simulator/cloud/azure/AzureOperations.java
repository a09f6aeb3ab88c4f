package dev.pawl.simulator.cloud.azure;

import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.core.operation.Service;
import java.util.List;
import java.util.stream.Stream;

/** The services of Azure and what they are asked for, as ledger and faults name it. */
public final class AzureOperations {
  /** Microsoft Entra. */
  public static final Service ENTRA = new Service("entra");

  /** The instance metadata service. */
  public static final Service IMDS = new Service("azure-imds");

  /** The identity endpoint of App Service. */
  public static final Service APP_SERVICE = new Service("app-service");

  /** Microsoft Foundry. */
  public static final Service FOUNDRY = new Service("foundry");

  /** A token for a person's refresh token. */
  public static final Operation REFRESH = Operation.REFRESH.at(ENTRA);

  /** A token for an application itself. */
  public static final Operation CLIENT_CREDENTIALS = Operation.CLIENT_CREDENTIALS.at(ENTRA);

  /** Which names a cloud's login has. */
  public static final Operation DISCOVERY = new Operation(ENTRA, "discovery");

  /** A token of the instance's identity. */
  public static final Operation IMDS_TOKEN = new Operation(IMDS, "token");

  /** A token of the application's identity. */
  public static final Operation APP_SERVICE_TOKEN = new Operation(APP_SERVICE, "token");

  /** A message to a model. */
  public static final Operation MESSAGE = new Operation(FOUNDRY, "message");

  private AzureOperations() {}

  /** Returns the operations of a service that is no authorization server. */
  static List<Operation> of(Service service) {
    return Stream.of(IMDS_TOKEN, APP_SERVICE_TOKEN, MESSAGE)
        .filter(operation -> operation.service().equals(service))
        .toList();
  }
}
