/** Files that survive a crash, and files that can be trusted. */
@NullMarked
package dev.pawl.file;

import org.jspecify.annotations.NullMarked;
