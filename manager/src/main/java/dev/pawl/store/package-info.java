/** What must survive a crash: the grant, the journal of spends, and the lock that orders them. */
@NullMarked
package dev.pawl.store;

import org.jspecify.annotations.NullMarked;
