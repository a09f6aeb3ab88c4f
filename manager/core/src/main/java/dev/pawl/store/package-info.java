/**
 * What must survive a crash: the grant, the journal of spends, the answer that nobody has judged
 * yet.
 */
@NullMarked
package dev.pawl.store;

import org.jspecify.annotations.NullMarked;
