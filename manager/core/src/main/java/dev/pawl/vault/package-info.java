/** Places of the operating system for secrets, reached through its own tools, with a deadline. */
@NullMarked
package dev.pawl.vault;

import org.jspecify.annotations.NullMarked;
