/** The command line without a server. */
@NullMarked
package dev.pawl.cli;

import org.jspecify.annotations.NullMarked;
