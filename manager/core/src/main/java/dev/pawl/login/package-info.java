/** The ways in which a person logs in; each ends with a grant to be stored. */
@NullMarked
package dev.pawl.login;

import org.jspecify.annotations.NullMarked;
