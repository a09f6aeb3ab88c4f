/** The records of a fleet in etcd (pawl-etcd, docs/fleet.md). */
@NullMarked
package dev.pawl.etcd;

import org.jspecify.annotations.NullMarked;
