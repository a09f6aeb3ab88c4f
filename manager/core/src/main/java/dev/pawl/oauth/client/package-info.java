/** What a client proves with, in one request, who it is (RFC 6749 section 2.3; RFC 7523). */
@NullMarked
package dev.pawl.oauth.client;

import org.jspecify.annotations.NullMarked;
