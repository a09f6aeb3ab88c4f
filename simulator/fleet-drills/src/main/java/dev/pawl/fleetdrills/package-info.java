/** {@code pawl drill fleet}. */
@NullMarked
package dev.pawl.fleetdrills;

import org.jspecify.annotations.NullMarked;
