/** What callers receive. */
@NullMarked
package dev.pawl.token;

import org.jspecify.annotations.NullMarked;
