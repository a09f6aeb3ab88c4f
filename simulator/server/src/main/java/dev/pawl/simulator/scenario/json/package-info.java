/** JSON with the place of each value, and what is wrong with it told by its place. */
@NullMarked
package dev.pawl.simulator.scenario.json;

import org.jspecify.annotations.NullMarked;
