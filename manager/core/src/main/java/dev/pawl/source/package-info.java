/** Where credentials come from besides the stored login. */
@NullMarked
package dev.pawl.source;

import org.jspecify.annotations.NullMarked;
