/** The drills of the fleet, each of which breaks one thing for all hosts. */
@NullMarked
package dev.pawl.fleetdrills.drill;

import org.jspecify.annotations.NullMarked;
