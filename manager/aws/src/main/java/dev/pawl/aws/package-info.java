/**
 * Credentials of AWS: found by its SDK once for all processes of a user, and given to its clients.
 */
@NullMarked
package dev.pawl.aws;

import org.jspecify.annotations.NullMarked;
