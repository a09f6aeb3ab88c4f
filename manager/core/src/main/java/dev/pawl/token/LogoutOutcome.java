package dev.pawl.token;

import org.jspecify.annotations.Nullable;

/**
 * What came of a logout. On this machine nobody is logged in any more, whatever the server did.
 *
 * @param profile that was logged out
 * @param unrevoked why the refresh token may still be valid at the server, and what becomes of it
 *     here, for people; null if it is of no use any more
 * @param kept whether it is kept for another logout or login to revoke
 */
public record LogoutOutcome(String profile, @Nullable String unrevoked, boolean kept) {}
