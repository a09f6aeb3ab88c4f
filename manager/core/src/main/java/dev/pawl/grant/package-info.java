/** Changes of a login: login, logout, import, a refresh token that is tried. */
@NullMarked
package dev.pawl.grant;

import org.jspecify.annotations.NullMarked;
