/** How soon other processes see what one of them published. */
@NullMarked
package dev.pawl.benchmarks.propagation;

import org.jspecify.annotations.NullMarked;
