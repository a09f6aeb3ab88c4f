/** The simulator in a process of its own, and the handle to it. */
@NullMarked
package dev.pawl.benchmarks.provider;

import org.jspecify.annotations.NullMarked;
