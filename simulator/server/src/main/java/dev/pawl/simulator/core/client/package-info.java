/** The clients that an authorization server has registered, and how they prove who they are. */
@NullMarked
package dev.pawl.simulator.core.client;

import org.jspecify.annotations.NullMarked;
