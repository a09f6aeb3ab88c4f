/** Ways to obtain a credential other than a stored login. */
@NullMarked
package dev.pawl.source;

import org.jspecify.annotations.NullMarked;
