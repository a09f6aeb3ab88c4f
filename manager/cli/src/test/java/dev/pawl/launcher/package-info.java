/** Tests of the launcher script at the root, in copied trees with a stand-in Maven. */
@NullMarked
package dev.pawl.launcher;

import org.jspecify.annotations.NullMarked;
