/** The endpoints that AWS SDKs get credentials from, and two services that take them. */
@NullMarked
package dev.pawl.simulator.cloud.aws;

import org.jspecify.annotations.NullMarked;
