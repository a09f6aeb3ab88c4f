/** A TCP cutter before any port. It counts bytes and knows nothing of what they say. */
@NullMarked
package dev.pawl.simulator.cut;

import org.jspecify.annotations.NullMarked;
