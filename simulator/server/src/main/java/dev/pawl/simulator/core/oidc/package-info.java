/** What OpenID Connect adds to an authorization server: signed statements about who logged in. */
@NullMarked
package dev.pawl.simulator.core.oidc;

import org.jspecify.annotations.NullMarked;
