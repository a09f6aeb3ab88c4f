/** Child processes: started, spoken to, stopped and killed. Knows nothing of what they run. */
@NullMarked
package dev.pawl.simulator.drill.fleet;

import org.jspecify.annotations.NullMarked;
