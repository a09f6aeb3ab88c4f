/** Signed tokens, made with the JDK's own cryptography. */
@NullMarked
package dev.pawl.simulator.jose;

import org.jspecify.annotations.NullMarked;
