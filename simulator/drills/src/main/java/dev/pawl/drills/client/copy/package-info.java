/** The copies of a client as processes: started, started again, stopped and killed. */
@NullMarked
package dev.pawl.drills.client.copy;

import org.jspecify.annotations.NullMarked;
