/** What signs for a client: small interfaces, so that the manager needs no JOSE library. */
@NullMarked
package dev.pawl.signing;

import org.jspecify.annotations.NullMarked;
