/** Signs with nimbus-jose-jwt what a client says of itself, and verifies what issuers say. */
@NullMarked
package dev.pawl.jose;

import org.jspecify.annotations.NullMarked;
