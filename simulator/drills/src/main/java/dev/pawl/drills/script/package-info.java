/** The drills themselves: what is broken, and what must come of it. */
@NullMarked
package dev.pawl.drills.script;

import org.jspecify.annotations.NullMarked;
