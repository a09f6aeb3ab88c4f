/** The only door to the JSON library. */
@NullMarked
package dev.pawl.json;

import org.jspecify.annotations.NullMarked;
