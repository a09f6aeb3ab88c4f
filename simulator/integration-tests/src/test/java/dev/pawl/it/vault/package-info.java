/** The vaults against the real Secret Service, and against a stand-in for the Mac's program. */
@NullMarked
package dev.pawl.it.vault;

import org.jspecify.annotations.NullMarked;
