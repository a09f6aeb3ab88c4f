package dev.pawl.process;

import dev.pawl.clock.TokenClock;
import java.time.Duration;

/**
 * What one run of a command may do, and who watches it.
 *
 * @param program that runs, for messages
 * @param timeout how long it may run
 * @param outputLimit how many bytes it may write to standard output
 * @param follower who watches it
 * @param noticeAfter when the follower is told that it is still running
 * @param clock that the deadlines are measured with
 */
record RunTerms(
    String program,
    Duration timeout,
    int outputLimit,
    Follower follower,
    Duration noticeAfter,
    TokenClock clock) {}
