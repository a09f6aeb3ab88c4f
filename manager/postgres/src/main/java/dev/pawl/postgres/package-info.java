/** The records of a fleet in PostgreSQL (pawl-postgres, docs/fleet.md). */
@NullMarked
package dev.pawl.postgres;

import org.jspecify.annotations.NullMarked;
