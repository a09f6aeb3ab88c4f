/** How much the simulator bears. */
@NullMarked
package dev.pawl.benchmarks.throughput;

import org.jspecify.annotations.NullMarked;
