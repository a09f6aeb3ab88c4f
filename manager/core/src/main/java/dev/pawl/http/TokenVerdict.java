package dev.pawl.http;

import org.jspecify.annotations.Nullable;

/**
 * What came of one request: whether its token was refused, and the caller's body.
 *
 * @param refused whether a newer token may help
 * @param body what the caller's handler made of it; null if it was not asked, or made null of it
 */
record TokenVerdict<T>(boolean refused, @Nullable T body) {}
