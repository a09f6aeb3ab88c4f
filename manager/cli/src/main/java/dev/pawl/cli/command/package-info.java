/** The verbs that show and change what is stored. */
@NullMarked
package dev.pawl.cli.command;

import org.jspecify.annotations.NullMarked;
