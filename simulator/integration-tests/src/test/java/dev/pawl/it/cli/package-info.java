/** The verbs of the command line, in this JVM and as processes. */
@NullMarked
package dev.pawl.it.cli;

import org.jspecify.annotations.NullMarked;
