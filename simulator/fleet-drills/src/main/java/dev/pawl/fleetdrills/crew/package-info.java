/** The processes of a host, each of which shares the login with all others. */
@NullMarked
package dev.pawl.fleetdrills.crew;

import org.jspecify.annotations.NullMarked;
