/** The append-only record of everything the simulated services committed. */
@NullMarked
package dev.pawl.simulator.core.ledger;

import org.jspecify.annotations.NullMarked;
