/** Scenarios: what a server is like at first, and what happens to it when. */
@NullMarked
package dev.pawl.simulator.scenario;

import org.jspecify.annotations.NullMarked;
