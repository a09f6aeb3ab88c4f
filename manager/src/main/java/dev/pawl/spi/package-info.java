/** The words that all layers share: grants, clients, fingerprints and the one clock. */
@NullMarked
package dev.pawl.spi;

import org.jspecify.annotations.NullMarked;
