/** Child processes: started, spoken to, stopped and killed. Knows nothing of what they run. */
@NullMarked
package dev.pawl.drills.fleet;

import org.jspecify.annotations.NullMarked;
