/** Words and times as people write and read them. */
@NullMarked
package dev.pawl.cli.text;

import org.jspecify.annotations.NullMarked;
