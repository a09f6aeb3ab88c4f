/** Scripted faults: when they strike, at which point of a commit, and what they do. */
@NullMarked
package dev.pawl.simulator.core.fault;

import org.jspecify.annotations.NullMarked;
