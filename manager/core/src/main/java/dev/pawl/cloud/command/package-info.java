/**
 * The commands of the settings that a cloud's credentials need: one prints them, one begins a new
 * session with a person's help.
 */
@NullMarked
package dev.pawl.cloud.command;

import org.jspecify.annotations.NullMarked;
