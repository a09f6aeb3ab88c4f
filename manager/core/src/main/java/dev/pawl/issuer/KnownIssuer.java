package dev.pawl.issuer;

import java.util.List;
import java.util.Map;

/**
 * What is known of the issuer of a login before it is asked. Immutable.
 *
 * @param facts by the names that the settings have: {@code issuer}, {@code tokenEndpoint}, {@code
 *     replay} ...; lists of error codes have commas
 * @param wishes what a login asks for if nobody says otherwise: {@code scope}, and parameters as
 *     {@code parameter.NAME}
 * @param authenticationMethods how clients may prove who they are, by the names of RFC 7591; empty
 *     if that is not known
 */
public record KnownIssuer(
    Map<String, String> facts, Map<String, String> wishes, List<String> authenticationMethods) {
  /** The facts that list codes of errors. */
  public static final List<String> ERRORS =
      List.of("finalErrors", "configurationErrors", "retryableErrors");

  /** Nothing is known. */
  public static final KnownIssuer NONE = new KnownIssuer(Map.of(), Map.of(), List.of());

  /** Copies all of it. */
  public KnownIssuer {
    facts = Map.copyOf(facts);
    wishes = Map.copyOf(wishes);
    authenticationMethods = List.copyOf(authenticationMethods);
  }
}
