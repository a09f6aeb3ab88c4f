/** HTTP/1.1 answers (RFC 9112) byte by byte. */
@NullMarked
package dev.pawl.wire;

import org.jspecify.annotations.NullMarked;
