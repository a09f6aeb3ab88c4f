/** The command line of the simulator; the only package that knows picocli. */
@NullMarked
package dev.pawl.drills.cli;

import org.jspecify.annotations.NullMarked;
