/** Tests of the commands that a cloud's credentials need. */
@NullMarked
package dev.pawl.cloud.command;

import org.jspecify.annotations.NullMarked;
