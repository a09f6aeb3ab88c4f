/** The manager and the command line against a certified provider that is not ours. */
@NullMarked
package dev.pawl.it.certified;

import org.jspecify.annotations.NullMarked;
