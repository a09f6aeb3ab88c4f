/** A slot of the cache: its bytes, its lock-free record, and how a profile finds it. */
@NullMarked
package dev.pawl.cache.slot;

import org.jspecify.annotations.NullMarked;
