/** The verbs below {@code pawl fleet}: for who runs the hosts that share logins. */
@NullMarked
package dev.pawl.cli.fleet;

import org.jspecify.annotations.NullMarked;
