/** The command line: words in, a verb out. */
@NullMarked
package dev.pawl.cli;

import org.jspecify.annotations.NullMarked;
