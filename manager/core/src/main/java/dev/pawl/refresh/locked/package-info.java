/** A profile while its refresh lock is held: what a transaction works with, and no decision. */
@NullMarked
package dev.pawl.refresh.locked;

import org.jspecify.annotations.NullMarked;
