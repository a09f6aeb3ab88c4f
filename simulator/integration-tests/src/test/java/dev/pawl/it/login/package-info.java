/** Logins, their trials, imports and logouts before the simulator. */
@NullMarked
package dev.pawl.it.login;

import org.jspecify.annotations.NullMarked;
