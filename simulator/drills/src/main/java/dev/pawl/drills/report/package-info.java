/** Verdicts, and their forms: a table, JSON, JUnit XML. */
@NullMarked
package dev.pawl.drills.report;

import org.jspecify.annotations.NullMarked;
