/** One profile as this process serves it. */
@NullMarked
package dev.pawl.session;

import org.jspecify.annotations.NullMarked;
