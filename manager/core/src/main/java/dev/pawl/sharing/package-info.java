/** One answer of a source for all processes of the user. */
@NullMarked
package dev.pawl.sharing;

import org.jspecify.annotations.NullMarked;
