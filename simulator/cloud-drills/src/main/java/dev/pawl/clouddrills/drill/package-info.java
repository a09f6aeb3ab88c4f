/** The drills of clouds, each of which breaks one thing for all processes of a user. */
@NullMarked
package dev.pawl.clouddrills.drill;

import org.jspecify.annotations.NullMarked;
