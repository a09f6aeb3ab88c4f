/** How a person logs in at the command line. */
@NullMarked
package dev.pawl.cli.login;

import org.jspecify.annotations.NullMarked;
