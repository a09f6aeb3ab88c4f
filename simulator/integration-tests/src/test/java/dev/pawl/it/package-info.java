/** The manager against the simulator, in one JVM; what is about processes is in the drills. */
@NullMarked
package dev.pawl.it;

import org.jspecify.annotations.NullMarked;
