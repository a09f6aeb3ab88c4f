/** What a run came to, and how it is shown. */
@NullMarked
package dev.pawl.scoreboard.board;

import org.jspecify.annotations.NullMarked;
