/** Chronicle Map, and all that is known of it: nobody else imports it. */
@NullMarked
package dev.pawl.cache.chronicle;

import org.jspecify.annotations.NullMarked;
