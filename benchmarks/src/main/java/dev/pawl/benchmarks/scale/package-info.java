/** One more profile, one more process: what grows, and how. */
@NullMarked
package dev.pawl.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
