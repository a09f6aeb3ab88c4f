/** Requests of OkHttp with a supply's tokens: the only package that imports it. */
@NullMarked
package dev.pawl.okhttp;

import org.jspecify.annotations.NullMarked;
