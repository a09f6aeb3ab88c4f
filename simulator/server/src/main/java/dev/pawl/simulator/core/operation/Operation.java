package dev.pawl.simulator.core.operation;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a client asks a service for: {@code service.name} in text. The names are open; the constants
 * are those of an authorization server and its API.
 *
 * @param service whose operation it is
 * @param name the name, of lower-case letters, digits, hyphens and underscores
 */
public record Operation(Service service, String name) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,47}");

  /** The metadata document (RFC 8414). */
  public static final Operation METADATA = new Operation(Service.OAUTH, "metadata");

  /** An authorization request that issues a code (RFC 6749, section 4.1.1). */
  public static final Operation AUTHORIZE = new Operation(Service.OAUTH, "authorize");

  /** The first tokens of a family: for a code, a device code, or by the simulator's owner. */
  public static final Operation LOGIN = new Operation(Service.OAUTH, "login");

  /** A refresh token presented to the token endpoint (RFC 6749, section 6). */
  public static final Operation REFRESH = new Operation(Service.OAUTH, "refresh");

  /** A token for a client itself (RFC 6749, section 4.4). */
  public static final Operation CLIENT_CREDENTIALS =
      new Operation(Service.OAUTH, "client_credentials");

  /** A request to the token endpoint whose form, client or grant type is refused. */
  public static final Operation TOKEN = new Operation(Service.OAUTH, "token");

  /** A token for an assertion (RFC 7523, section 2.1). */
  public static final Operation JWT_BEARER = new Operation(Service.OAUTH, "jwt_bearer");

  /** A token exchanged for another (RFC 8693, section 2.1). */
  public static final Operation TOKEN_EXCHANGE = new Operation(Service.OAUTH, "token_exchange");

  /** An authorization request, pushed beforehand (RFC 9126, section 2.1). */
  public static final Operation PUSH = new Operation(Service.OAUTH, "push");

  /** A question whether a token is active (RFC 7662, section 2.1). */
  public static final Operation INTROSPECT = new Operation(Service.OAUTH, "introspect");

  /** A question who a token is about (OpenID Connect Core 1.0, section 5.3). */
  public static final Operation USERINFO = new Operation(Service.OAUTH, "userinfo");

  /** The keys that signatures are verified with (RFC 7517, section 5). */
  public static final Operation KEYS = new Operation(Service.OAUTH, "keys");

  /** A revocation, by a client (RFC 7009) or by the simulator's owner. */
  public static final Operation REVOKE = new Operation(Service.OAUTH, "revoke");

  /** A login on a device begins (RFC 8628, section 3.1). */
  public static final Operation DEVICE = new Operation(Service.OAUTH, "device");

  /** A person approves or denies a login on a device (RFC 8628, section 3.3). */
  public static final Operation CONSENT = new Operation(Service.OAUTH, "consent");

  /** A device asks for its tokens and does not get them; the one that does is a login. */
  public static final Operation POLL = new Operation(Service.OAUTH, "poll");

  /** The creation of an API key. */
  public static final Operation KEY = new Operation(Service.OAUTH, "key");

  /** A call of the protected API. */
  public static final Operation CALL = new Operation(Service.API, "call");

  /** The operations of an authorization server and its API. */
  public static final List<Operation> BUILT_IN =
      List.of(
          METADATA,
          AUTHORIZE,
          LOGIN,
          REFRESH,
          CLIENT_CREDENTIALS,
          TOKEN,
          TOKEN_EXCHANGE,
          JWT_BEARER,
          PUSH,
          INTROSPECT,
          USERINFO,
          KEYS,
          REVOKE,
          DEVICE,
          CONSENT,
          POLL,
          KEY,
          CALL);

  /** Returns the operations of an authorization server of that name. */
  public static List<Operation> ofIssuer(Service issuer) {
    return BUILT_IN.stream()
        .filter(operation -> operation.service().equals(Service.OAUTH))
        .map(operation -> operation.at(issuer))
        .toList();
  }

  /** Returns another service's operation of the same name. */
  public Operation at(Service other) {
    return new Operation(other, name);
  }

  /** Checks the name. */
  public Operation {
    Objects.requireNonNull(service, "service");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "an operation is named by a-z, 0-9, '_' and '-', not '" + name + "'");
    }
  }

  @Override
  public String toString() {
    return service + "." + name;
  }
}
