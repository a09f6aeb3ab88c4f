/** Which process is at the other end of a connection of this machine. */
@NullMarked
package dev.pawl.simulator.process;

import org.jspecify.annotations.NullMarked;
