/** One login shared by many processes; every refresh token is spent exactly once. */
@NullMarked
package dev.pawl;

import org.jspecify.annotations.NullMarked;
