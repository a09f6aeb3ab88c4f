/** How the network is reached: proxy, trust store and client certificate. */
@NullMarked
package dev.pawl.network;

import org.jspecify.annotations.NullMarked;
