/** The command line: the only package that reads arguments and prints. */
@NullMarked
package dev.pawl.cli;

import org.jspecify.annotations.NullMarked;
