/** What docs/http-clients.md shows for clients that have no artifact of their own. */
@NullMarked
package dev.pawl.clients.recipes;

import org.jspecify.annotations.NullMarked;
