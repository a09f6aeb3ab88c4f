/** Drills for any command line: copies of it before a simulator, judged by its ledger alone. */
@NullMarked
package dev.pawl.drills.client;

import org.jspecify.annotations.NullMarked;
