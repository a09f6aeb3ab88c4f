/**
 * The simulated services themselves, in pure Java: token families, rotation policies, the clock.
 */
@NullMarked
package dev.pawl.simulator.core;

import org.jspecify.annotations.NullMarked;
