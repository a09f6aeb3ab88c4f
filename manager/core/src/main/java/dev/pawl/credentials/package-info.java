/**
 * Which credential is used here: variables, helpers and the stored login, in an order that settings
 * choose.
 */
@NullMarked
package dev.pawl.credentials;

import org.jspecify.annotations.NullMarked;
