/** Signs with nimbus-jose-jwt what a client says of itself. */
@NullMarked
package dev.pawl.jose;

import org.jspecify.annotations.NullMarked;
