/** The grant of a profile: its file, the copy of it, and how one is replaced by its successor. */
@NullMarked
package dev.pawl.store;

import org.jspecify.annotations.NullMarked;
