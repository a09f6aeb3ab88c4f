/** Clients of others, and Pawl as one of them, in the drills for any client. */
@NullMarked
package dev.pawl.it.drill;

import org.jspecify.annotations.NullMarked;
