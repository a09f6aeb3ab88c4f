/** Many processes find the token expired at the same instant: who asks, who waits, at what cost. */
@NullMarked
package dev.pawl.benchmarks.contention;

import org.jspecify.annotations.NullMarked;
