/** Where files lie, and the small ones beside a login. */
@NullMarked
package dev.pawl.directory;

import org.jspecify.annotations.NullMarked;
