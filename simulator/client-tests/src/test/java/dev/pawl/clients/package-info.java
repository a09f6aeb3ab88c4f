/** Other HTTP clients with the manager's tokens, before the simulator: all pass the same tests. */
@NullMarked
package dev.pawl.clients;

import org.jspecify.annotations.NullMarked;
