/** The kernel's locks, and the threads that hold them and wait for them. */
@NullMarked
package dev.pawl.lock;

import org.jspecify.annotations.NullMarked;
