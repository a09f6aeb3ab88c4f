/** What is done once for many hosts that share logins, by a person at the command line. */
@NullMarked
package dev.pawl.setup;

import org.jspecify.annotations.NullMarked;
