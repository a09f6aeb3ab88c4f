/** Reads dialects from JSON. */
@NullMarked
package dev.pawl.simulator.dialect;

import org.jspecify.annotations.NullMarked;
