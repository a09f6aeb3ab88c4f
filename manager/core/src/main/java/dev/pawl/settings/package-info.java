/** What the user and the machine's administrator have set, file by file. */
@NullMarked
package dev.pawl.settings;

import org.jspecify.annotations.NullMarked;
