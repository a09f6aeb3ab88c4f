/** Logins in vaults and files, and what waits where a vault stays away. */
@NullMarked
package dev.pawl.it.store;

import org.jspecify.annotations.NullMarked;
