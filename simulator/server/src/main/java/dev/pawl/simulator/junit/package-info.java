/** The simulator as a fixture of other people's JUnit tests. */
@NullMarked
package dev.pawl.simulator.junit;

import org.jspecify.annotations.NullMarked;
