/** The contestants that run on a JVM: each is a program of its own around one library. */
@NullMarked
package dev.pawl.scoreboard.contestant;

import org.jspecify.annotations.NullMarked;
