/** What the tests share: a simulator with a user, commands, scripted servers, child processes. */
@NullMarked
package dev.pawl.it.kit;

import org.jspecify.annotations.NullMarked;
