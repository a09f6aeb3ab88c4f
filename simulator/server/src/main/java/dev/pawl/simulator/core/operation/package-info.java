/** What is asked of the simulated services, and by whom: the words of ledger, faults and clocks. */
@NullMarked
package dev.pawl.simulator.core.operation;

import org.jspecify.annotations.NullMarked;
