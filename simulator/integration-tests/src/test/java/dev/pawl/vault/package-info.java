/** The vaults against the real Secret Service, and against a stand-in for the Mac's program. */
@NullMarked
package dev.pawl.vault;

import org.jspecify.annotations.NullMarked;
