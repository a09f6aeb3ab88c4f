/** The one clock. */
@NullMarked
package dev.pawl.clock;

import org.jspecify.annotations.NullMarked;
