/** Tokens of all sources, and the helper that agents ask. */
@NullMarked
package dev.pawl.it.credentials;

import org.jspecify.annotations.NullMarked;
