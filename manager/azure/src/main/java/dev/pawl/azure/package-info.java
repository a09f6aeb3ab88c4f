/**
 * Tokens of Entra ID: found by azure-identity once for all processes of a user, and given to its
 * clients.
 */
@NullMarked
package dev.pawl.azure;

import org.jspecify.annotations.NullMarked;
