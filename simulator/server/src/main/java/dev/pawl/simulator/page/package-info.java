/** The live page: the simulator in a browser, for those who watch. */
@NullMarked
package dev.pawl.simulator.page;

import org.jspecify.annotations.NullMarked;
