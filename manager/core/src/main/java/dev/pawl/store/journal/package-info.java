/**
 * What is known of a spend that is on its way: the journal, and the raw answer until it is judged.
 */
@NullMarked
package dev.pawl.store.journal;

import org.jspecify.annotations.NullMarked;
