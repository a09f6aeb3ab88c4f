/**
 * What Pawl and the vendors' own libraries, each in an artifact of its own, say to each other:
 * which place in a cloud is chosen, what its library is to work with, and what it finds.
 */
@NullMarked
package dev.pawl.cloud;

import org.jspecify.annotations.NullMarked;
