/** What is known of one profile: its files, what was published, what stands against it. */
@NullMarked
package dev.pawl.profile;

import org.jspecify.annotations.NullMarked;
