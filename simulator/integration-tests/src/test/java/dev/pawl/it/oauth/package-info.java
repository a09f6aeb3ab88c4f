/** Answers of token endpoints as they come, and the one presentation of each refresh token. */
@NullMarked
package dev.pawl.it.oauth;

import org.jspecify.annotations.NullMarked;
