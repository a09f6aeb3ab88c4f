/** What vendors of authorization servers say of them in public: data with source and date. */
@NullMarked
package dev.pawl.issuer;

import org.jspecify.annotations.NullMarked;
