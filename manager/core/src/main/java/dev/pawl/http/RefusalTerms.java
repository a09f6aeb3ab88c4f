package dev.pawl.http;

import java.net.URI;
import java.net.http.HttpResponse.BodyHandler;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a refusal is looked at.
 *
 * @param handler the caller's
 * @param target the address that is asked
 * @param refuses tells whether a refusal speaks of the token
 * @param keeps whether the caller gets the body of a refused request: it will not be repeated
 */
record RefusalTerms<T extends @Nullable Object>(
    BodyHandler<T> handler, URI target, Predicate<Refusal> refuses, boolean keeps) {}
