/** The protocol as a state machine: random plays of several processes, judged after each step. */
@NullMarked
package dev.pawl.it.play;

import org.jspecify.annotations.NullMarked;
