package dev.pawl.simulator.core.jwt;

import dev.pawl.simulator.core.oidc.TokenSigner;

/**
 * What a server does with JSON Web Tokens.
 *
 * @param signer what it signs its own with
 * @param reader what it reads those of clients with
 */
public record Jose(TokenSigner signer, TokenReader reader) {}
