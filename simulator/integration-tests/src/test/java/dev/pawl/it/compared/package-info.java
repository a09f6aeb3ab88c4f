/** The simulator and a certified OpenID provider, asked the same. */
@NullMarked
package dev.pawl.it.compared;

import org.jspecify.annotations.NullMarked;
