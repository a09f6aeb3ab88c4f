/** What every verb stands on: streams, environment, signals, the chosen profile, exit codes. */
@NullMarked
package dev.pawl.cli.shell;

import org.jspecify.annotations.NullMarked;
