/** How vendors word their errors: data with source and date, read when it is first asked for. */
@NullMarked
package dev.pawl.simulator.core.dialect;

import org.jspecify.annotations.NullMarked;
