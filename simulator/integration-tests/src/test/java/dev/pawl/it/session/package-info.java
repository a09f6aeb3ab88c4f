/** What callers of a manager see: its tokens and its states. */
@NullMarked
package dev.pawl.it.session;

import org.jspecify.annotations.NullMarked;
