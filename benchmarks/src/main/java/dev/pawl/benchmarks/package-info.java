/** Benchmarks of the manager; every published figure names the command that repeats it. */
@NullMarked
package dev.pawl.benchmarks;

import org.jspecify.annotations.NullMarked;
