/** Which credentials of a cloud are wanted, when they are renewed, and when a person is asked. */
@NullMarked
package dev.pawl.cloud.source;

import org.jspecify.annotations.NullMarked;
