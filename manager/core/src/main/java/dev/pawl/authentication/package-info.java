/** How the client of a login proves who it is: what the settings say of it, and its secret. */
@NullMarked
package dev.pawl.authentication;

import org.jspecify.annotations.NullMarked;
