/**
 * Logins whose tokens lie in a vault of the operating system; the grant file keeps a record of
 * them.
 */
@NullMarked
package dev.pawl.store.vault;

import org.jspecify.annotations.NullMarked;
