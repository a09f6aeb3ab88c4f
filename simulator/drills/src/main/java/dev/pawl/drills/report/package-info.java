/** Verdicts, and their forms: a table, JSON, JUnit XML, a page. */
@NullMarked
package dev.pawl.drills.report;

import org.jspecify.annotations.NullMarked;
