/** A fleet of two hosts on one machine, thrown away at the end: {@code pawl fleet dev}. */
@NullMarked
package dev.pawl.fleetdev;

import org.jspecify.annotations.NullMarked;
