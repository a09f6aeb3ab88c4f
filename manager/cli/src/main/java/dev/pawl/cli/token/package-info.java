/** The verbs that hand out a token: {@code token}, {@code exec}, the helper of other programs. */
@NullMarked
package dev.pawl.cli.token;

import org.jspecify.annotations.NullMarked;
