/** The only package that imports Chronicle Map. */
@NullMarked
package dev.pawl.cache.chronicle;

import org.jspecify.annotations.NullMarked;
