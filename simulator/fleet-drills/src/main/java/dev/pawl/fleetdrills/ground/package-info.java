/** What drills are played on: hosts, their networks, a real store, a simulated provider. */
@NullMarked
package dev.pawl.fleetdrills.ground;

import org.jspecify.annotations.NullMarked;
