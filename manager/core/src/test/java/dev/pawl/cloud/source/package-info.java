/** Tests of what decides which credentials of a cloud are wanted. */
@NullMarked
package dev.pawl.cloud.source;

import org.jspecify.annotations.NullMarked;
