/** The other process of a measurement: holds, waits, opens and reads as it is told. */
@NullMarked
package dev.pawl.benchmarks.actor;

import org.jspecify.annotations.NullMarked;
