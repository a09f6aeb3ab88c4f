/** Requests of Spring's clients with a supply's tokens: the only package that imports Spring. */
@NullMarked
package dev.pawl.spring;

import org.jspecify.annotations.NullMarked;
