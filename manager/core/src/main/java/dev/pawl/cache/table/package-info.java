/**
 * The tables of slots in mapped memory, which tell every process on the machine which token is
 * current; never needed for correctness.
 */
@NullMarked
package dev.pawl.cache.table;

import org.jspecify.annotations.NullMarked;
