package dev.pawl.drills.stage;

/**
 * A time in which a process held a lock, as far as looks at the kernel's table tell.
 *
 * @param process who held it, as the ledger calls it; a number where that is not known
 * @param from the first look that saw it, by {@link System#nanoTime}
 * @param to the first look that did not see it any more, likewise
 */
public record LockHold(String process, long from, long to) {}
