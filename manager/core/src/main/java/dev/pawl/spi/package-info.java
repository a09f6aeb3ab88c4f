/** What users may implement, and the values that it needs. */
@NullMarked
package dev.pawl.spi;

import org.jspecify.annotations.NullMarked;
