package dev.pawl.anthropic;

import com.anthropic.foundry.backends.FoundryBackend;
import dev.pawl.token.TokenSupply;

/** Microsoft Foundry under the Anthropic SDK; needs {@code anthropic-java-foundry}. */
public final class PawlFoundry {

  private PawlFoundry() {}

  /**
   * Tokens of Entra ID, or keys, of {@code supply} for the resource that {@code builder} names; it
   * needs no credential.
   *
   * @throws IllegalArgumentException if the resource is neither https nor on loopback
   */
  public static PawlBackend backend(TokenSupply supply, FoundryBackend.Builder builder) {
    FoundryBackend backend = builder.bearerTokenSupplier(() -> supply.token().value()).build();
    return PawlBackend.of(
        PawlBackend.authorizer(supply, backend.baseUrl()).build(),
        backend,
        new HeaderPresentation(false));
  }
}
