/** What the flight recorder is told of, if one is running. */
@NullMarked
package dev.pawl.jfr;

import org.jspecify.annotations.NullMarked;
