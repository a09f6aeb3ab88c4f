/** The {@code /__sim} API by which scripts steer a running simulator. */
@NullMarked
package dev.pawl.simulator.admin;

import org.jspecify.annotations.NullMarked;
