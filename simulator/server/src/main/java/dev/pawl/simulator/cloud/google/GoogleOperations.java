package dev.pawl.simulator.cloud.google;

import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.core.operation.Service;
import java.util.List;
import java.util.stream.Stream;

/** The services of Google Cloud and what they are asked for, as ledger and faults name it. */
public final class GoogleOperations {
  /** Google's authorization server. */
  public static final Service GOOGLE = new Service("google");

  /** The metadata server of an instance. */
  public static final Service METADATA = new Service("google-metadata");

  /** The Security Token Service, for identities of others. */
  public static final Service STS = new Service("google-sts");

  /** IAM Service Account Credentials. */
  public static final Service IAM = new Service("google-iam");

  /** Where a person proves again that they are there. */
  public static final Service REAUTH = new Service("google-reauth");

  /** Vertex AI. */
  public static final Service VERTEX = new Service("vertex");

  /** A token for a person's refresh token. */
  public static final Operation REFRESH = Operation.REFRESH.at(GOOGLE);

  /** A token for what a service account has signed. */
  public static final Operation JWT_BEARER = Operation.JWT_BEARER.at(GOOGLE);

  /** A token of the metadata server. */
  public static final Operation METADATA_TOKEN = new Operation(METADATA, "token");

  /** Anything else that the metadata server tells. */
  public static final Operation METADATA_VALUE = new Operation(METADATA, "value");

  /** A token for the identity of another issuer. */
  public static final Operation STS_EXCHANGE = new Operation(STS, "token_exchange");

  /** {@code generateAccessToken}. */
  public static final Operation GENERATE_ACCESS_TOKEN = new Operation(IAM, "generate_access_token");

  /** {@code sessions:start}. */
  public static final Operation REAUTH_START = new Operation(REAUTH, "start");

  /** {@code rawPredict}. */
  public static final Operation RAW_PREDICT = new Operation(VERTEX, "raw_predict");

  private GoogleOperations() {}

  /** Returns the operations of a service that is no authorization server. */
  static List<Operation> of(Service service) {
    return Stream.of(
            METADATA_TOKEN,
            METADATA_VALUE,
            STS_EXCHANGE,
            GENERATE_ACCESS_TOKEN,
            REAUTH_START,
            RAW_PREDICT)
        .filter(operation -> operation.service().equals(service))
        .toList();
  }
}
