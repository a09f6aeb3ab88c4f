/** Which shared cache a state directory has, where it lies, and a profile's way to its slot. */
@NullMarked
package dev.pawl.cache;

import org.jspecify.annotations.NullMarked;
