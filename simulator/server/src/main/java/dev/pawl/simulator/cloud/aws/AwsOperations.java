package dev.pawl.simulator.cloud.aws;

import dev.pawl.simulator.core.operation.Operation;
import dev.pawl.simulator.core.operation.Service;
import java.util.List;

/**
 * The services of AWS and what they are asked for, as ledger and faults name it. {@code
 * CreateToken} of IAM Identity Center is {@code sso-oidc.refresh}, {@code sso-oidc.login} or {@code
 * sso-oidc.poll}, as at any authorization server.
 */
public final class AwsOperations {
  /** IAM Identity Center's authorization server. */
  public static final Service SSO_OIDC = new Service("sso-oidc");

  /** IAM Identity Center's portal, which has credentials of roles. */
  public static final Service SSO = new Service("sso");

  /** The Security Token Service. */
  public static final Service STS = new Service("sts");

  /** The runtime of Bedrock. */
  public static final Service BEDROCK = new Service("bedrock");

  /** The front of Bedrock that speaks as Anthropic's own API does. */
  public static final Service MANTLE = new Service("bedrock-mantle");

  /** The Claude platform on AWS. */
  public static final Service CLAUDE = new Service("aws-claude");

  /** The authorization server of {@code aws login}. */
  public static final Service SIGNIN = new Service("signin");

  /** The instance metadata service. */
  public static final Service IMDS = new Service("imds");

  /** The credentials endpoint of a container. */
  public static final Service CONTAINER = new Service("container");

  /** {@code RegisterClient}. */
  public static final Operation REGISTER_CLIENT = new Operation(SSO_OIDC, "register");

  /** {@code CreateToken} with a refresh token. */
  public static final Operation CREATE_TOKEN = Operation.REFRESH.at(SSO_OIDC);

  /** {@code GetRoleCredentials}. */
  public static final Operation GET_ROLE_CREDENTIALS = new Operation(SSO, "get_role_credentials");

  /** {@code GetCallerIdentity}. */
  public static final Operation GET_CALLER_IDENTITY = new Operation(STS, "get_caller_identity");

  /** {@code AssumeRole}. */
  public static final Operation ASSUME_ROLE = new Operation(STS, "assume_role");

  /** {@code AssumeRoleWithWebIdentity}. */
  public static final Operation ASSUME_ROLE_WITH_WEB_IDENTITY =
      new Operation(STS, "assume_role_with_web_identity");

  /** An action that this service does not have. */
  public static final Operation STS_OTHER = new Operation(STS, "other");

  /** {@code InvokeModel}, with an answer in a stream or without. */
  public static final Operation INVOKE_MODEL = new Operation(BEDROCK, "invoke_model");

  /** A message to a model, by Bedrock's other front. */
  public static final Operation MANTLE_MESSAGE = new Operation(MANTLE, "message");

  /** A message to a model, by the Claude platform on AWS. */
  public static final Operation CLAUDE_MESSAGE = new Operation(CLAUDE, "message");

  /** {@code CreateOAuth2Token} of {@code aws login} with a refresh token. */
  public static final Operation SIGNIN_REFRESH = Operation.REFRESH.at(SIGNIN);

  /** A session token of the instance metadata service, version 2. */
  public static final Operation IMDS_TOKEN = new Operation(IMDS, "token");

  /** The name of the instance's role. */
  public static final Operation IMDS_ROLE = new Operation(IMDS, "role");

  /** Credentials of the instance's role. */
  public static final Operation IMDS_CREDENTIALS = new Operation(IMDS, "credentials");

  /** Credentials of the container's role. */
  public static final Operation CONTAINER_CREDENTIALS = new Operation(CONTAINER, "credentials");

  private AwsOperations() {}

  /** Returns the operations of a service that is no authorization server. */
  static List<Operation> of(Service service) {
    return List.of(
            GET_ROLE_CREDENTIALS,
            GET_CALLER_IDENTITY,
            ASSUME_ROLE,
            ASSUME_ROLE_WITH_WEB_IDENTITY,
            STS_OTHER,
            INVOKE_MODEL,
            MANTLE_MESSAGE,
            CLAUDE_MESSAGE,
            IMDS_TOKEN,
            IMDS_ROLE,
            IMDS_CREDENTIALS,
            CONTAINER_CREDENTIALS)
        .stream()
        .filter(operation -> operation.service().equals(service))
        .toList();
  }
}
