/**
 * One spend for each generation: the way to the lock, the transaction under it, and what follows.
 */
@NullMarked
package dev.pawl.refresh;

import org.jspecify.annotations.NullMarked;
