/** The cache: which engine a directory gets, and whom it trusts. */
@NullMarked
package dev.pawl.it.cache;

import org.jspecify.annotations.NullMarked;
