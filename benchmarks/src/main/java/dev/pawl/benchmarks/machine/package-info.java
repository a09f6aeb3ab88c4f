/** The machine that measures: what it is, and whether it is quiet. */
@NullMarked
package dev.pawl.benchmarks.machine;

import org.jspecify.annotations.NullMarked;
