/** Requests of the Anthropic SDK with a supply's credentials: the only package that imports it. */
@NullMarked
package dev.pawl.anthropic;

import org.jspecify.annotations.NullMarked;
