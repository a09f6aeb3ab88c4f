/** Drills that nobody wrote: drawn from a seed, played, and shortened once they fail. */
@NullMarked
package dev.pawl.drills.random;

import org.jspecify.annotations.NullMarked;
