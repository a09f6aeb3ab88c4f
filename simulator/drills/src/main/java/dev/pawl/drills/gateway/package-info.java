/** The run of a gateway: many processes, very many profiles, some lifetimes of their tokens. */
@NullMarked
package dev.pawl.drills.gateway;

import org.jspecify.annotations.NullMarked;
