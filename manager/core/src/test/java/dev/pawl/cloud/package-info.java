/** Tests of what a vendor's library is given to work with. */
@NullMarked
package dev.pawl.cloud;

import org.jspecify.annotations.NullMarked;
