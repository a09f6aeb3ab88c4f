/** The simulator as people meet it, in front of programs that others made. */
@NullMarked
package dev.pawl.it.simulator;

import org.jspecify.annotations.NullMarked;
