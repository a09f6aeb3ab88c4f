package dev.pawl.http;

import org.jspecify.annotations.Nullable;

/**
 * What came of one request: whether its token was refused, and the caller's body.
 *
 * @param refusal against which another attempt may help; null if it is none
 * @param body what the caller's handler made of it; null if it was not asked, or made null of it
 */
record TokenVerdict<T>(@Nullable Refusal refusal, @Nullable T body) {}
