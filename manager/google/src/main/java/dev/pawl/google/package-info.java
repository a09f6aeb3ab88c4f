/**
 * Tokens of Google: found by its library once for all processes of a user, and given to its
 * clients.
 */
@NullMarked
package dev.pawl.google;

import org.jspecify.annotations.NullMarked;
