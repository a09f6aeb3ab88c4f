/** Who takes part, and how each is started. */
@NullMarked
package dev.pawl.scoreboard.entry;

import org.jspecify.annotations.NullMarked;
