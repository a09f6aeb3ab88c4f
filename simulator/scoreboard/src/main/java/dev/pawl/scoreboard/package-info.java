/** {@code pawl drill scoreboard}: other people's clients under the drills, and a page of it. */
@NullMarked
package dev.pawl.scoreboard;

import org.jspecify.annotations.NullMarked;
