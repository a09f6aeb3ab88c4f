/**
 * A child process of the drills: an application that embeds the manager as any user would. The only
 * package of the simulator that imports the manager.
 */
@NullMarked
package dev.pawl.drills.child;

import org.jspecify.annotations.NullMarked;
