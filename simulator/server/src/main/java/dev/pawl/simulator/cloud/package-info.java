/** What the simulated clouds share: which operation lies at which path of a port. */
@NullMarked
package dev.pawl.simulator.cloud;

import org.jspecify.annotations.NullMarked;
