/** A refresh before the simulator: each refresh token is spent once, and no answer is lost. */
@NullMarked
package dev.pawl.it.refresh;

import org.jspecify.annotations.NullMarked;
