/** Credentials of clouds by the vendors' own libraries, in processes of their own. */
@NullMarked
package dev.pawl.clouds;

import org.jspecify.annotations.NullMarked;
