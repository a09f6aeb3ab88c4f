/** Certificates of the simulator: an authority that is made for one run, and what it signs. */
@NullMarked
package dev.pawl.simulator.tls;

import org.jspecify.annotations.NullMarked;
