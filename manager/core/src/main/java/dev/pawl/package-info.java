/** One login, many processes: the entry points. */
@NullMarked
package dev.pawl;

import org.jspecify.annotations.NullMarked;
